import { expect, expectTypeOf, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { newId, type ClientMutationId, type ConversationId, type MemberId, type OrganizationId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { ConversationMessageView, ConversationView, NoteView } from '@atrium/shared/inbox/views.ts'
import { actorOf, aMember, anOrganization, aVisitor, testServices } from '../identity/testing/builders.ts'
import { createCallerFactory, type RequestContext } from '../infra/trpc.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { feedOf } from '../realtime/testing/feed-of.ts'
import { aSpace } from '../space/testing/builders.ts'
import { inboxRouter } from './inbox.router.ts'
import type { reply } from './reply.ts'
import { receiveContactMessage } from './receive-message.ts'
import { aContact, aConversation, aCustomer, aSystem } from './testing/builders.ts'

const database = useTestDatabase()
const services = () => testServices(database())
const callerOf = createCallerFactory(inboxRouter)

function as(actor: PersonActor | null) {
  const context = { services: services(), actor, userId: null, sessionHash: null, socket: null, address: '', publicUrl: '' }
  // No procedure of this feature follows the feed or walks.
  return callerOf(context as Partial<RequestContext> as RequestContext)
}

async function anOffice() {
  const organizationId = await anOrganization(services())
  const agent = actorOf(await aMember(services(), organizationId, { name: 'Ada' }))
  const conversation = (options: Parameters<typeof aConversation>[2] = {}) => aConversation(services(), organizationId, options)
  return { organizationId, agent, conversation }
}
const written = (conversationId: ConversationId, text = 'We look into it', clientId = newId<ClientMutationId>()) => ({
  clientId,
  conversationId,
  text,
})

it("[IN3] an agent's reply is told to the members and ends the customer's wait", async () => {
  const { organizationId, agent, conversation } = await anOffice()
  const { conversation: opened } = await conversation()
  const message = await as(agent).reply(written(opened.id, ' We *look* into it '))
  expect(message).toMatchObject({
    author: { kind: 'member', id: agent.personId, name: 'Ada' },
    text: 'We *look* into it',
    bridge: null,
    rev: 1,
  })
  const told = await feedOf(database().owner, organizationId, 'inbox.messageChanged')
  expect(told.at(-1)).toEqual({ audience: ['members'], rev: 1, payload: { message } })
  const after = await as(agent).getConversation({ conversationId: opened.id })
  expect(after.conversation).toMatchObject({ waiting: false, preview: 'We look into it', rev: 2 })
  expect(after.messages.map(({ id }) => id)).toEqual([expect.any(String), message.id])
})

it('[IN3] [IN4] a retried reply or note is answered with what it was', async () => {
  const { agent, conversation } = await anOffice()
  const { conversation: opened } = await conversation()
  const [replying, noting] = [written(opened.id), written(opened.id, 'Careful')]
  const replies = await Promise.all([as(agent).reply(replying), as(agent).reply(replying), as(agent).reply(replying)])
  const notes = await Promise.all([as(agent).addNote(noting), as(agent).addNote(noting)])
  expect(new Set(replies.map(({ id }) => id)).size).toBe(1)
  expect(new Set(notes.map(({ id }) => id)).size).toBe(1)
  const after = await as(agent).getConversation({ conversationId: opened.id })
  expect([after.messages.length, after.notes.length]).toEqual([2, 1])
})

it('[IN4] a note is told to the members alone and changes nothing that the customer could read', async () => {
  const { organizationId, agent, conversation } = await anOffice()
  const { conversation: opened } = await conversation()
  const note = await as(agent).addNote(written(opened.id, 'They owe us'))
  expect(note).toMatchObject({ authorId: agent.personId, authorName: 'Ada', text: 'They owe us' })
  expect(await feedOf(database().owner, organizationId, 'inbox.noteAdded')).toEqual([{ audience: ['members'], rev: 1, payload: { note } }])
  const after = await as(agent).getConversation({ conversationId: opened.id })
  expect(after).toMatchObject({ conversation: opened, notes: [note] })
})

it('[IN4] what sends takes a message, and a note is none', () => {
  expectTypeOf<NoteView>().not.toExtend<ConversationMessageView>()
  expectTypeOf<Parameters<typeof reply>[2]>().not.toExtend<{ note: unknown }>()
})

it('[IN6] an agent sets status, priority and assignee; what is so already is told to nobody', async () => {
  const { organizationId, agent, conversation } = await anOffice()
  const { conversation: opened } = await conversation()
  const conversationId = opened.id
  expect(await as(agent).setStatus({ conversationId, status: 'pending' })).toMatchObject({ status: 'pending', rev: 2 })
  expect(await as(agent).setPriority({ conversationId, priority: 'urgent' })).toMatchObject({ priority: 'urgent', rev: 3 })
  expect(await as(agent).assign({ conversationId, assigneeId: agent.personId })).toMatchObject({
    assigneeId: agent.personId,
    rev: 4,
  })
  await as(agent).setStatus({ conversationId, status: 'pending' })
  await as(agent).assign({ conversationId, assigneeId: agent.personId })
  expect(await as(agent).assign({ conversationId, assigneeId: null })).toMatchObject({ assigneeId: null, rev: 5 })
  const told = await feedOf(database().owner, organizationId, 'inbox.conversationChanged')
  expect(told.map(({ rev }) => rev)).toEqual([1, 2, 3, 4, 5])
  expect(told.every(({ audience }) => audience.join() === 'members')).toBe(true)
})

it('[IN6] nothing is assigned to somebody who is not a member of the organization now', async () => {
  const [{ organizationId, agent, conversation }, other] = [await anOffice(), await anOffice()]
  const { conversation: opened } = await conversation()
  const gone = await aMember(services(), organizationId, { name: 'Gone' })
  await database().owner.db.updateTable('member').set({ deactivated_at: new Date() }).where('id', '=', gone.id).execute()
  for (const assigneeId of [gone.id, other.agent.personId, newId<MemberId>()]) {
    await expect(as(agent).assign({ conversationId: opened.id, assigneeId })).rejects.toMatchObject({ cause: { code: 'not_found' } })
  }
})

it('[IN8] lists conversations by their last activity, narrowed and page by page, none missing and none doubled', async () => {
  const { organizationId, agent, conversation } = await anOffice()
  const customerId = await aCustomer(services(), organizationId)
  const contact = await aContact(services(), organizationId)
  const opened: ConversationView[] = []
  for (let index = 0; index < 23; index++) {
    const options = { contactId: contact.id, createdAtMs: 1_000 + Math.floor(index / 3), ...(index % 2 ? { customerId } : {}) }
    opened.push((await conversation(options)).conversation)
  }
  for (const [index, { id }] of opened.entries()) {
    if (index % 3 === 0) await as(agent).setStatus({ conversationId: id, status: 'closed' })
    if (index % 4 === 0) await as(agent).assign({ conversationId: id, assigneeId: agent.personId })
  }
  const wanted = (keep: (index: number) => boolean) =>
    opened
      .filter((_, index) => keep(index))
      .toSorted((a, b) => b.lastActivityAt - a.lastActivityAt || (a.id < b.id ? 1 : -1))
      .map(({ id }) => id)
  const all = async (filter: Omit<Parameters<ReturnType<typeof as>['listConversations']>[0], 'cursor' | 'limit'>) => {
    const ids: ConversationId[] = []
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await as(agent).listConversations({ ...filter, limit: 4, ...(cursor ? { cursor } : {}) })
      ids.push(...page.conversations.map(({ id }) => id))
      cursor = page.nextCursor
    }
    return ids
  }
  expect(await all({})).toEqual(wanted(() => true))
  expect(await all({ status: 'closed' })).toEqual(wanted((index) => index % 3 === 0))
  expect(await all({ status: 'open', assignee: 'me' })).toEqual(wanted((index) => index % 3 !== 0 && index % 4 === 0))
  expect(await all({ assignee: 'none' })).toEqual(wanted((index) => index % 4 !== 0))
  expect(await all({ customerId })).toEqual(wanted((index) => index % 2 === 1))
  await commitInOrganization(services(), organizationId, (tx) =>
    receiveContactMessage(tx, aSystem(organizationId), {
      conversationId: opened[0]!.id,
      contactId: contact.id,
      text: 'x',
      createdAtMs: 9_000,
    }),
  )
  expect((await as(agent).listConversations({ limit: 1 })).conversations).toMatchObject([{ id: opened[0]!.id, status: 'open' }])
})

it('[IN2] a new customer is told to the members', async () => {
  const { organizationId, agent } = await anOffice()
  const customer = await as(agent).createCustomer({ name: ' Globex ' })
  expect(await feedOf(database().owner, organizationId, 'inbox.customerChanged')).toEqual([
    { audience: ['members'], rev: 1, payload: { customer: { ...customer, name: 'Globex' } } },
  ])
})

const everyCall = (api: ReturnType<typeof as>, conversationId: ConversationId) => [
  api.getConversation({ conversationId }),
  api.reply(written(conversationId)),
  api.addNote(written(conversationId)),
  api.setStatus({ conversationId, status: 'closed' }),
  api.setPriority({ conversationId, priority: 'low' }),
  api.assign({ conversationId, assigneeId: null }),
]
const fingerprint = async (organizationId: OrganizationId) =>
  database().owner.db.selectFrom('change').select('seq').where('organization_id', '=', organizationId).execute()

it("[ID2] an agent finds nothing of another organization's", async () => {
  const [{ agent }, other] = [await anOffice(), await anOffice()]
  const { conversation } = await other.conversation()
  const before = await fingerprint(other.organizationId)
  for (const outcome of await Promise.allSettled(everyCall(as(agent), conversation.id))) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { cause: { code: 'not_found' } } })
  }
  expect((await as(agent).listConversations({ limit: 10 })).conversations).toEqual([])
  expect(await fingerprint(other.organizationId)).toEqual(before)
})

it('[ID4] a visitor, and a stranger, sees and does nothing in the inbox', async () => {
  const { organizationId, conversation } = await anOffice()
  const { conversation: opened } = await conversation()
  const space = await aSpace(services(), organizationId)
  const visitor = actorOf(await aVisitor(services(), organizationId, { spaceId: space.id }))
  const before = await fingerprint(organizationId)
  for (const [actor, code] of [[visitor, 'not_allowed'] as const, [null, 'not_signed_in'] as const]) {
    const api = as(actor)
    const calls = [
      ...everyCall(api, opened.id),
      api.listConversations({ limit: 1 }),
      api.listCustomers(),
      api.createCustomer({ name: 'Mine' }),
    ]
    for (const outcome of await Promise.allSettled(calls))
      expect(outcome).toMatchObject({ status: 'rejected', reason: { cause: { code } } })
  }
  expect(await fingerprint(organizationId)).toEqual(before)
})
