import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import {
  newId,
  type ClientMutationId,
  type ContactId,
  type ConversationId,
  type ConversationMessageId,
  type OrganizationId,
} from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { aMember, anOrganization, testServices, type TestMember } from '../identity/testing/builders.ts'
import type { RequestContext } from '../infra/trpc.ts'
import { createCallerFactory } from '../infra/trpc.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { inboxRouter } from './inbox.router.ts'
import { receiveContactMessage } from './receive-message.ts'
import { aContact, aConversation, aCustomer, aSystem } from './testing/builders.ts'

const database = useTestDatabase()
const clientId = () => newId<ClientMutationId>()

function actorOf(member: TestMember): MemberActor {
  return { kind: 'member', organizationId: member.organizationId, personId: member.id, userId: member.userId, role: member.role }
}

async function anInbox() {
  const services = testServices(database())
  const organizationId = await anOrganization(services)
  const [ben, dana] = [
    await aMember(services, organizationId, { name: 'Ben Okafor' }),
    await aMember(services, organizationId, { name: 'Dana Moreau' }),
  ]
  const as = (actor: RequestContext['actor']) =>
    createCallerFactory(inboxRouter)({
      services,
      actor,
      sessionHash: null,
      userId: null,
      socket: null,
      address: '127.0.0.1',
      publicUrl: 'http://localhost',
    } as RequestContext)
  return { services, organizationId, ben, dana, as, inbox: as(actorOf(ben)) }
}

it('[IN7] the server takes no reply over what its writer has not seen, unless it is sent anyway', async () => {
  const { services, organizationId, ben, dana, as, inbox } = await anInbox()
  const { conversation, message } = await aConversation(services, organizationId, { createdAtMs: Date.now() - 60_000 })
  const conversationId = conversation.id
  const answer = (lastSeenId?: ConversationMessageId | null) => ({ clientId: clientId(), conversationId, text: 'On it', lastSeenId })
  await expect(inbox.reply(answer(null))).rejects.toThrow('A message has come since you began')
  await inbox.reply(answer(message.id))
  // One's own are no news, a colleague's are.
  await inbox.reply(answer(message.id))
  const { id: byDana } = await as(actorOf(dana)).reply(answer())
  const refused = answer(message.id)
  await expect(inbox.reply(refused)).rejects.toMatchObject({ cause: { code: 'conflict', field: 'lastSeenId' } })
  const { messages } = await inbox.getConversation({ conversationId })
  expect(messages.map(({ author }) => author.id)).toEqual([conversation.contact?.id, ben.id, ben.id, dana.id])
  // The same one, sent anyway, and repeated after a cut.
  const sent = await inbox.reply({ ...refused, lastSeenId: undefined })
  expect(await inbox.reply(refused)).toEqual(sent)
  await inbox.reply(answer(byDana))
})

it('[IN7] of a customer and an agent who write at the same moment either the reply is refused or the customer comes after it', async () => {
  const { services, organizationId, inbox } = await anInbox()
  for (let turn = 0; turn < 12; turn++) {
    const { conversation, message } = await aConversation(services, organizationId, { createdAtMs: Date.now() })
    const [conversationId, contactId] = [conversation.id, conversation.contact?.id as ContactId]
    let isWritten = false
    const writing = commitInOrganization(services, organizationId, async (tx) => {
      const input = { conversationId, contactId, text: 'Wait!', createdAtMs: Date.now() }
      await receiveContactMessage(tx, aSystem(organizationId), input)
    }).then(() => (isWritten = true))
    if (turn % 3 === 0) await writing
    const wasWritten = isWritten
    const reply = inbox.reply({ clientId: clientId(), conversationId, text: 'Done', lastSeenId: message.id })
    const isTaken = await reply.then(
      () => true,
      () => false,
    )
    await writing
    if (wasWritten) expect(isTaken).toBe(false)
    const { messages } = await inbox.getConversation({ conversationId })
    expect(messages).toHaveLength(isTaken ? 3 : 2)
  }
})

it('[IN1, IN9] of a long conversation the newest messages come first, and all before them page by page, each once', async () => {
  const { services, organizationId, inbox } = await anInbox()
  const { conversation } = await aConversation(services, organizationId, { createdAtMs: 1_000 })
  const conversationId = conversation.id
  const rows = Array.from({ length: 1_050 }, (_, index) => ({
    ...{ organization_id: organizationId, id: newId<ConversationMessageId>(10_000 + index), conversation_id: conversationId },
    ...{ author_kind: 'contact', author_id: conversation.contact!.id, text: `Line ${index}` },
  }))
  await inOrganization(services.db, organizationId, (tx) => tx.insertInto('conversation_message').values(rows).execute())
  const opened = await inbox.getConversation({ conversationId })
  expect([opened.messages.length, opened.earlier]).toEqual([500, 551])
  const seen = [...opened.messages]
  const left: number[] = []
  for (let earlier = opened.earlier; earlier > 0;) {
    const page = await inbox.listEarlierMessages({ conversationId, before: seen[0]!.id })
    seen.unshift(...page.messages)
    earlier = page.earlier
    left.push(earlier)
  }
  expect(left).toEqual([351, 151, 0])
  expect(seen.map(({ text }) => text)).toEqual(['The export fails.', ...rows.map(({ text }) => text)])
  const stranger = await anInbox()
  await expect(stranger.inbox.listEarlierMessages({ conversationId, before: seen[9]!.id })).rejects.toMatchObject({
    cause: { code: 'not_found' },
  })
})

it('[IN1] lists conversations by their newest activity, page by page, each once', async () => {
  const { services, organizationId, inbox } = await anInbox()
  const made: string[] = []
  for (let number = 0; number < 7; number++) {
    const { conversation } = await aConversation(services, organizationId, { createdAtMs: 1_000_000 + Math.floor(number / 2) * 1000 })
    made.push(conversation.id)
  }
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof inbox.listConversations>> = await inbox.listConversations({ status: 'open', cursor, limit: 3 })
    seen.push(...page.conversations.map((conversation) => conversation.id))
    cursor = page.nextCursor
  } while (cursor)
  expect(seen).toHaveLength(7)
  expect(new Set(seen)).toEqual(new Set(made))
  await expect(inbox.listConversations({ cursor: 'nonsense', limit: 3 })).rejects.toThrow('Load the list again')
})

it('[IN3] a reply waits to be carried, answers the customer, and takes the conversation for its writer', async () => {
  const { services, organizationId, inbox, ben } = await anInbox()
  const { conversation } = await aConversation(services, organizationId)
  const id = clientId()
  const sent = await inbox.reply({ clientId: id, conversationId: conversation.id, text: 'We are **on it**.' })
  expect(await inbox.reply({ clientId: id, conversationId: conversation.id, text: 'We are **on it**.' })).toEqual(sent)
  const opened = await inbox.getConversation({ conversationId: conversation.id })
  expect(opened.messages.map((message) => message.text)).toEqual(['The export fails.', 'We are **on it**.'])
  expect(opened.messages[1]).toMatchObject({ author: { kind: 'member', id: ben.id, name: 'Ben Okafor' }, bridge: null, rev: 1 })
  expect(opened.conversation).toMatchObject({ waiting: false, assigneeId: ben.id, preview: 'We are on it.' })
})

it('[IN6] status, priority and assignee change, and what is so already tells nobody', async () => {
  const { services, organizationId, inbox, dana } = await anInbox()
  const { conversation } = await aConversation(services, organizationId)
  const key = { conversationId: conversation.id }
  expect(await inbox.setStatus({ ...key, status: 'closed' })).toMatchObject({ status: 'closed' })
  expect(await inbox.setPriority({ ...key, priority: 'urgent' })).toMatchObject({ priority: 'urgent' })
  const assigned = await inbox.assign({ ...key, assigneeId: dana.id })
  expect(assigned.assigneeId).toBe(dana.id)
  expect(await inbox.assign({ ...key, assigneeId: dana.id })).toEqual(assigned)
  expect(await inbox.assign({ ...key, assigneeId: null })).toMatchObject({ assigneeId: null, rev: assigned.rev + 1 })
})

it('[IN2] customers are listed by name, and no two share one', async () => {
  const { inbox } = await anInbox()
  await inbox.createCustomer({ name: 'Globex' })
  await inbox.createCustomer({ name: ' Acme ' })
  expect((await inbox.listCustomers()).customers.map((customer) => customer.name)).toEqual(['Acme', 'Globex'])
  await expect(inbox.createCustomer({ name: 'ACME' })).rejects.toThrow('already')
})

it('[IN2] of two who make the same customer at once, one is told that there is one already', async () => {
  const { services, organizationId, inbox } = await anInbox()
  const second = await inOrganization(services.db, organizationId, async (tx) => {
    await tx.insertInto('customer').values({ organization_id: organizationId, id: newId(), name: 'Initech' }).execute()
    const asking = inbox.createCustomer({ name: 'INITECH' }).then(String, String)
    // The first is not committed yet, and nobody else can see it.
    await Promise.race([asking, sleep(300)])
    return { asking }
  })
  expect(await second.asking).toContain('already')
  expect((await inbox.listCustomers()).customers.map(({ name }) => name)).toEqual(['Initech'])
})

it("[IN4, ID2] strangers, visitors and another organization's agents can neither read nor write", async () => {
  const { services, organizationId, as } = await anInbox()
  const { conversation } = await aConversation(services, organizationId)
  const foreign = await anInbox()
  const [clientIdOfAll, key] = [clientId(), { conversationId: conversation.id }]
  const attempts = (inbox: ReturnType<typeof as>) => [
    () => inbox.getConversation(key),
    () => inbox.reply({ ...key, clientId: clientIdOfAll, text: 'Hello' }),
    () => inbox.addNote({ ...key, clientId: clientIdOfAll, text: 'Hello' }),
    () => inbox.setStatus({ ...key, status: 'closed' }),
    () => inbox.setPriority({ ...key, priority: 'low' }),
    () => inbox.assign({ ...key, assigneeId: null }),
  ]
  for (const attempt of [...attempts(as(null)), ...attempts(foreign.inbox)]) await expect(attempt()).rejects.toThrow()
  await expect(foreign.inbox.assign({ ...key, assigneeId: foreign.ben.id })).rejects.toThrow()
  const { messages } = await inOrganization(services.db, organizationId, async (tx) => ({
    messages: await tx.selectFrom('conversation_message').select('text').where('organization_id', '=', organizationId).execute(),
  }))
  expect(messages).toEqual([{ text: 'The export fails.' }])
})

it('[IN2] a customer who writes under the same e-mail is the same contact', async () => {
  const { services, organizationId } = await anInbox()
  const customerId = await aCustomer(services, organizationId)
  const first = await aContact(services, organizationId, { customerId, email: 'zoe@acme.example' })
  const second = await aContact(services, organizationId, { customerId, email: 'Zoe@Acme.example' })
  expect(second.id).toBe(first.id)
})

it('[IN4] no byte of a note reaches what is sent, whatever is written in whatever order', async () => {
  const { services, organizationId, inbox } = await anInbox()
  const { conversation } = await aConversation(services, organizationId)
  let marks = 0
  const step = fc.record({ kind: fc.constantFrom('note', 'reply'), words: fc.string({ minLength: 1, maxLength: 40 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      for (const { kind, words } of steps) {
        const text = `${kind === 'note' ? 'SECRET' : 'PUBLIC'}-${marks++} ${words}`
        const input = { clientId: clientId(), conversationId: conversation.id, text }
        await (kind === 'note' ? inbox.addNote(input) : inbox.reply(input))
      }
    }),
    { numRuns: 25 },
  )
  const wire = await everythingButNotes(services, organizationId, conversation.id)
  expect(wire).toContain('PUBLIC-')
  expect(wire).not.toContain('SECRET-')
  const { notes } = await inbox.getConversation({ conversationId: conversation.id })
  expect(notes.length).toBeGreaterThan(0)
})

/** What anything that sends could read: the messages, the conversation itself, and the feed but for notes. */
function everythingButNotes(
  services: ReturnType<typeof testServices>,
  organizationId: OrganizationId,
  conversationId: ConversationId,
): Promise<string> {
  return inOrganization(services.db, organizationId, async (tx) => {
    const messages = await tx.selectFrom('conversation_message').selectAll().where('conversation_id', '=', conversationId).execute()
    const conversation = await tx.selectFrom('conversation').selectAll().where('id', '=', conversationId).execute()
    const changes = await tx.selectFrom('change').select('payload').where('kind', '!=', 'inbox.noteAdded').execute()
    return JSON.stringify([messages, conversation, changes])
  })
}
