import fc from 'fast-check'
import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { newId, type ClientMutationId, type ContactId, type ConversationId, type ConversationMessageId } from '@atrium/shared/ids.ts'
import { matchesFilter, type ConversationFilter } from '@atrium/shared/inbox/conversation-filter.ts'
import { SLA_STATES } from '@atrium/shared/inbox/sla.ts'
import { CONVERSATION_STATUSES, PRIORITIES, type ConversationView } from '@atrium/shared/inbox/views.ts'
import { actorOf, aMember, anOrganization, testServices, type TestMember } from '../identity/testing/builders.ts'
import { createCallerFactory, type RequestContext } from '../infra/trpc.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { inboxRouter } from './inbox.router.ts'
import { receiveBatch } from './receive-batch.ts'
import { receiveContactMessage } from './receive-message.ts'
import { deleteReceivedMessage } from './revise-received-message.ts'
import { settleDue } from './settle-due.ts'
import { aConversation, aCustomer, aSystem } from './testing/builders.ts'
import { aPolicy, aTag, aTeam } from './testing/triage-builders.ts'

const database = useTestDatabase()
const clientId = () => newId<ClientMutationId>()

async function anInbox() {
  const services = testServices(database())
  const organizationId = await anOrganization(services)
  const ben = await aMember(services, organizationId, { name: 'Ben Okafor' })
  const dana = await aMember(services, organizationId, { name: 'Dana Moreau' })
  const as = (member: TestMember) => createCallerFactory(inboxRouter)({ services, actor: actorOf(member) } as unknown as RequestContext)
  const api = as(ben)
  const open = (options: Parameters<typeof aConversation>[2] = {}) =>
    aConversation(services, organizationId, { createdAtMs: Date.now(), ...options }).then(({ conversation }) => conversation)
  const writes = (conversation: ConversationView, text: string) =>
    commitInOrganization(services, organizationId, (tx) => {
      const [conversationId, contactId] = [conversation.id, conversation.contact?.id as ContactId]
      return receiveContactMessage(tx, aSystem(organizationId), { conversationId, contactId, text, createdAtMs: Date.now() })
    })
  const textsIn = async (conversationId: ConversationId) => (await api.getConversation({ conversationId })).messages.map(({ text }) => text)
  return { services, organizationId, ben, dana, as, api, open, writes, textsIn }
}

it('[IN8] a list shows what its filter says, as the browser keeps it by itself', async () => {
  const { services, organizationId, ben, dana, api, open } = await anInbox()
  const customers = [await aCustomer(services, organizationId), await aCustomer(services, organizationId)]
  const tags = [await aTag(services, organizationId), await aTag(services, organizationId)]
  const teams = [await aTeam(services, organizationId), await aTeam(services, organizationId)]
  await aPolicy(services, organizationId, { terms: { appliesTo: { customerIds: [], priorities: ['urgent', 'high'] } } })
  const pick = <T>(from: readonly T[], number: number) => from[number % from.length] as T
  for (let number = 0; number < 24; number++) {
    const { id } = await open({ ...(number % 3 === 0 ? {} : { customerId: pick(customers, number) }) })
    const status = pick(['open', 'pending', 'closed'] as const, number)
    const assigneeId = pick([null, ben.id, dana.id], Math.floor(number / 2))
    const teamId = pick([null, ...teams.map((team) => team.id)], Math.floor(number / 3))
    const addTagIds = tags.filter((_tag, index) => (number >> index) % 2 === 1).map((tag) => tag.id)
    await api.triageConversations({
      conversationIds: [id],
      change: { status, assigneeId, teamId, addTagIds, priority: pick(PRIORITIES, number) },
    })
  }
  while ((await settleDue(services, Date.now())) > 0);
  const all = (await api.listConversations({ limit: 200 })).conversations
  const maybe = <T>(values: readonly T[]) =>
    fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(...values) })
  const filters: fc.Arbitrary<ConversationFilter> = fc.record({
    status: maybe(CONVERSATION_STATUSES),
    assignee: maybe(['me', 'none', dana.id] as const),
    teamId: maybe(teams.map(({ id }) => id)),
    priority: maybe(PRIORITIES),
    tagId: maybe(tags.map(({ id }) => id)),
    customerId: maybe(customers),
    slaState: maybe(SLA_STATES),
  })
  let found = 0
  await fc.assert(
    fc.asyncProperty(filters, async (filter) => {
      const { conversations } = await api.listConversations({ ...filter, limit: 200 })
      expect(conversations.map(({ id }) => id)).toEqual(all.filter((one) => matchesFilter(filter, one, ben.id)).map(({ id }) => id))
      found += conversations.length
    }),
    { numRuns: 60 },
  )
  expect(found).toBeGreaterThan(30)
})

it('[IN8, ID2] a view is its owner’s until it is shared; only they and admins change it, and who may not see it finds nothing', async () => {
  const { services, organizationId, ben, dana, as } = await anInbox()
  const admin = await aMember(services, organizationId, { role: 'admin' })
  const view = await as(ben).saveView({
    viewId: null,
    name: ' Urgent  mine ',
    filter: { assignee: 'me', priority: 'urgent' },
    shared: false,
  })
  expect(view.name).toBe('Urgent mine')
  expect((await as(dana).listViews()).views).toEqual([])
  const changed = { viewId: view.id, name: 'Urgent', filter: view.filter, shared: true }
  for (const other of [dana, admin]) await expect(as(other).saveView(changed)).rejects.toThrow('does not exist')
  await as(ben).saveView(changed)
  expect((await as(dana).listViews()).views).toMatchObject([{ id: view.id, ownerId: ben.id, shared: true }])
  await expect(as(dana).deleteView({ viewId: view.id })).rejects.toMatchObject({ cause: { code: 'not_allowed' } })
  await as(admin).saveView({ ...changed, shared: false })
  const told = await inOrganization(services.db, organizationId, (tx) =>
    tx.selectFrom('change').select(['kind', 'audience']).where('entity_id', '=', view.id).orderBy('seq').execute(),
  )
  expect(told.map(({ kind, audience }) => [kind, audience.join()])).toEqual([
    ['inbox.savedViewChanged', `person:${ben.id}`],
    ['inbox.savedViewChanged', 'members'],
    ['inbox.savedViewRemoved', 'members'],
    ['inbox.savedViewChanged', `person:${ben.id}`],
  ])
  await as(ben).deleteView({ viewId: view.id })
  expect((await as(ben).listViews()).views).toEqual([])
})

it('[IN8] finds conversations by what customers, agents and notes said, each once, and follows edits and deletes', async () => {
  const { services, organizationId, ben, api, open, writes } = await anInbox()
  const first = await open({ text: 'The Übergabe of invoices fails' })
  const second = await open({ text: 'Another invoice question' })
  await open({ text: 'Nothing of it' })
  const note = { clientId: clientId(), conversationId: first.id, text: 'Ask finance about 会議 first' }
  await api.addNote(note)
  const idsOf = async (words: string) => (await api.searchConversations({ words })).found.map(({ conversation }) => conversation.id)
  expect(await idsOf('invo')).toEqual([second.id, first.id])
  expect(await idsOf('ubergabe')).toEqual([first.id])
  expect((await api.searchConversations({ words: '会議' })).found).toMatchObject([{ conversation: { id: first.id }, text: note.text }])
  const later = await writes(first, 'One more invoice')
  expect(await idsOf('invoice')).toEqual([first.id, second.id])
  await commitInOrganization(services, organizationId, (tx) =>
    deleteReceivedMessage(tx, aSystem(organizationId), { messageId: later.id, deletedAtMs: Date.now() }),
  )
  expect(await idsOf('more')).toEqual([])
  expect(await idsOf(`#${second.number}`)).toEqual([second.id])
  expect(await idsOf('')).toEqual([])
  const stranger = await anInbox()
  expect((await stranger.api.searchConversations({ words: 'invoice' })).found).toEqual([])
  expect(ben.organizationId).not.toBe(stranger.organizationId)
})

it('[IN8] search goes on where it ended', async () => {
  const { api, open } = await anInbox()
  const made: string[] = []
  for (let number = 0; number < 7; number++) made.push((await open({ text: `Report ${number}`, createdAtMs: 1_000_000 + number })).id)
  const seen: string[] = []
  let next: string | null = null
  do {
    const page: Awaited<ReturnType<typeof api.searchConversations>> = await api.searchConversations({
      ...{ words: 'report', limit: 3 },
      ...(next ? { before: next as ConversationMessageId } : {}),
    })
    seen.push(...page.found.map(({ conversation }) => conversation.id))
    next = page.next
  } while (next)
  expect(seen).toEqual(made.toReversed())
})

it('[IN8] a macro with a variable that stands for nothing is refused, and so is one that does nothing', async () => {
  const { api } = await anInbox()
  const macro = { macroId: null, name: 'Greeting', text: 'Hello {{contact.name}}', change: {} }
  await expect(api.saveMacro({ ...macro, text: 'Hello {{contact.first}}' })).rejects.toThrow('{{contact.name}}')
  await expect(api.saveMacro({ ...macro, text: ' ' })).rejects.toThrow('something to do')
  const saved = await api.saveMacro(macro)
  await expect(api.saveMacro({ ...macro, name: 'GREETING' })).rejects.toThrow('already')
  expect(await api.saveMacro({ ...macro, macroId: saved.id, text: '', change: { status: 'closed' } })).toMatchObject({ rev: 2 })
  await api.deleteMacro({ macroId: saved.id })
  expect((await api.listViews()).macros).toEqual([])
})

it('[IN8] what is merged goes on in the other, also what is written in its place from now on', async () => {
  const { services, organizationId, api, open, writes, textsIn } = await anInbox()
  const [from, into] = [await open({ text: 'First place' }), await open({ text: 'Second place' })]
  await api.addNote({ clientId: clientId(), conversationId: from.id, text: 'Same thing' })
  await expect(api.mergeConversations({ from: from.id, into: from.id })).rejects.toThrow('another')
  expect(await api.mergeConversations({ from: from.id, into: into.id })).toMatchObject({ id: into.id, status: 'open' })
  await writes(from, 'Still there?')
  const contactId = from.contact?.id as ContactId
  const author = { kind: 'contact', contactId } as const
  const message = { id: newId<ConversationMessageId>(), conversationId: from.id, author, text: 'And this', createdAtMs: Date.now() }
  await commitInOrganization(services, organizationId, (tx) =>
    receiveBatch(tx, aSystem(organizationId), { openings: [], messages: [message] }),
  )
  expect(await textsIn(into.id)).toEqual(['First place', 'Second place', 'Still there?', 'And this'])
  expect(await api.getConversation({ conversationId: from.id })).toMatchObject({
    conversation: { status: 'closed', mergedInto: into.id },
    messages: [],
    notes: [],
  })
  const third = await open()
  await expect(api.mergeConversations({ from: third.id, into: from.id })).rejects.toThrow('already')
  // What goes on there goes along.
  await api.mergeConversations({ from: into.id, into: third.id })
  await writes(from, 'Once more')
  expect((await textsIn(third.id)).at(-1)).toBe('Once more')
})

it('[IN8] splitting takes a message and all after it into a conversation of their own, never all of it', async () => {
  const { api, open, writes, textsIn } = await anInbox()
  const old = await open({ text: 'The export fails' })
  const other = await writes(old, 'By the way: the **invoice** is wrong')
  await writes(old, 'By ten euros')
  const [first] = (await api.getConversation({ conversationId: old.id })).messages
  await expect(api.splitConversation({ conversationId: old.id, fromMessageId: first?.id as ConversationMessageId })).rejects.toThrow(
    'later',
  )
  const made = await api.splitConversation({ conversationId: old.id, fromMessageId: other.id })
  expect(made).toMatchObject({ subject: 'By the way: the invoice is wrong', preview: 'By ten euros', waiting: true, place: old.place })
  expect(made.number).toBeGreaterThan(old.number)
  expect([await textsIn(old.id), await textsIn(made.id)]).toEqual([
    ['The export fails'],
    ['By the way: the **invoice** is wrong', 'By ten euros'],
  ])
  expect((await api.searchConversations({ words: 'euros' })).found.map(({ conversation }) => conversation.id)).toEqual([made.id])
  await expect(api.splitConversation({ conversationId: old.id, fromMessageId: other.id })).rejects.toThrow('not in this conversation')
})
