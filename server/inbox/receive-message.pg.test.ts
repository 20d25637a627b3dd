import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { newId, type ConversationId, type ConversationMessageId, type OrganizationId } from '@atrium/shared/ids.ts'
import type { ConversationStatus } from '@atrium/shared/inbox/views.ts'
import { feedOf } from '../realtime/testing/feed-of.ts'
import { aMember, anOrganization, testServices } from '../identity/testing/builders.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { findConversation, updateConversation } from './conversations.queries.ts'
import { presentConversation } from './present-inbox.ts'
import { receiveContactMessage, receiveMemberMessage } from './receive-message.ts'
import { deleteReceivedMessage, editReceivedMessage } from './revise-received-message.ts'
import { setReplyBridges } from './set-reply-bridges.ts'
import { aContact, aConversation, aCustomer, aSystem } from './testing/builders.ts'

const database = useTestDatabase()
const services = () => testServices(database())
const commit = <T>(organizationId: OrganizationId, work: (tx: Tx) => Promise<T>) => commitInOrganization(services(), organizationId, work)

async function conversationOf(organizationId: OrganizationId, id: ConversationId) {
  const row = await commit(organizationId, (tx) => findConversation(tx, organizationId, id))
  return row && presentConversation(row)
}

it('[IN1] opens a conversation with what the customer wrote', async () => {
  const organizationId = await anOrganization(services())
  const customerId = await aCustomer(services(), organizationId, { name: 'Acme' })
  const contact = await aContact(services(), organizationId, { customerId, name: 'Carla' })
  const { conversation, message } = await aConversation(services(), organizationId, {
    customerId,
    contactId: contact.id,
    text: '\n**Export** fails\nsince Monday',
    createdAtMs: 5_000,
  })
  expect(conversation).toMatchObject({
    number: 1,
    customer: { id: customerId, name: 'Acme' },
    contact: { id: contact.id, name: 'Carla' },
    place: '#support-acme',
    subject: 'Export fails',
    preview: 'Export fails since Monday',
    status: 'open',
    priority: 'normal',
    waiting: true,
    lastActivityAt: 5_000,
  })
  expect(message).toMatchObject({
    conversationId: conversation.id,
    author: { kind: 'contact', id: contact.id, name: 'Carla' },
    bridge: null,
    rev: 1,
  })
  expect(
    (await feedOf(database().owner, organizationId, 'inbox.conversationChanged')).map(({ audience, payload }) => [audience, payload]),
  ).toEqual([[['members'], { conversation, opened: true }]])
})

it('[IN1] numbers the conversations of an organization without gaps, however many open at once and whichever fail', async () => {
  const organizationId = await anOrganization(services())
  const other = await anOrganization(services())
  const contact = await aContact(services(), organizationId)
  await aConversation(services(), other)
  const opening = Array.from({ length: 24 }, (_, index) =>
    index % 3 === 2
      ? aConversation(services(), organizationId, { contactId: newId() }).catch(() => null)
      : aConversation(services(), organizationId, { contactId: contact.id }),
  )
  const numbers = (await Promise.all(opening)).flatMap((opened) => (opened ? [opened.conversation.number] : []))
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, index) => index + 1))
})

it.each([
  ['closed', 'open'],
  ['snoozed', 'open'],
  ['pending', 'pending'],
  ['open', 'open'],
] satisfies [ConversationStatus, ConversationStatus][])(
  "[IN6] a customer's message makes a conversation that is %s %s",
  async (before, after) => {
    const organizationId = await anOrganization(services())
    const contact = await aContact(services(), organizationId)
    const { conversation } = await aConversation(services(), organizationId, { contactId: contact.id, createdAtMs: 5_000 })
    const { id } = conversation
    await commit(organizationId, (tx) => updateConversation(tx, { organizationId, id }, { status: before, waiting: false }))
    const input = { conversationId: id, contactId: contact.id, text: 'Any *news*?', createdAtMs: 9_000 }
    const message = await commit(organizationId, (tx) => receiveContactMessage(tx, aSystem(organizationId), input))
    expect(message).toMatchObject({ author: { kind: 'contact', id: contact.id }, text: 'Any *news*?', createdAt: 9_000 })
    expect(await conversationOf(organizationId, id)).toMatchObject({
      status: after,
      waiting: true,
      preview: 'Any news?',
      lastActivityAt: 9_000,
    })
  },
)

it('[IN5] an answer that an agent wrote outside needs no sending, and the customer waits no longer', async () => {
  const organizationId = await anOrganization(services())
  const agent = await aMember(services(), organizationId, { name: 'Ada' })
  const { conversation } = await aConversation(services(), organizationId, { createdAtMs: 5_000 })
  const input = { conversationId: conversation.id, memberId: agent.id, text: 'Looking', createdAtMs: 9_000 }
  const message = await commit(organizationId, (tx) => receiveMemberMessage(tx, aSystem(organizationId), input))
  expect(message).toMatchObject({ author: { kind: 'member', id: agent.id, name: 'Ada' }, bridge: { state: 'sent', permalink: null } })
  expect(await conversationOf(organizationId, conversation.id)).toMatchObject({ waiting: false, preview: 'Looking', status: 'open' })
})

it('[IN5] a message that comes late takes its place by its time and does not push the conversation', async () => {
  const organizationId = await anOrganization(services())
  const agent = await aMember(services(), organizationId)
  const contact = await aContact(services(), organizationId)
  const { conversation } = await aConversation(services(), organizationId, { contactId: contact.id, createdAtMs: 5_000 })
  const late = { conversationId: conversation.id, contactId: contact.id, text: 'late', createdAtMs: 6_000 }
  const answer = { conversationId: conversation.id, memberId: agent.id, text: 'answer', createdAtMs: 9_000 }
  await commit(organizationId, (tx) => receiveMemberMessage(tx, aSystem(organizationId), answer))
  await commit(organizationId, (tx) => receiveContactMessage(tx, aSystem(organizationId), late))
  expect(await conversationOf(organizationId, conversation.id)).toMatchObject({ waiting: false, preview: 'answer', lastActivityAt: 9_000 })
})

it('[IN5] follows edits and deletes in whatever order they come, with the list in line', async () => {
  const organizationId = await anOrganization(services())
  const { conversation, message } = await aConversation(services(), organizationId, { text: 'tow', createdAtMs: 5_000 })
  const edit = (text: string, editedAtMs: number) =>
    commit(organizationId, (tx) => editReceivedMessage(tx, aSystem(organizationId), { messageId: message.id, text, editedAtMs }))
  expect(await edit('two', 8_000)).toMatchObject({ text: 'two', editedAt: 8_000, rev: 2 })
  expect(await edit('to', 7_000)).toMatchObject({ text: 'two', rev: 2 })
  expect(await conversationOf(organizationId, conversation.id)).toMatchObject({
    preview: 'two',
    waiting: true,
    lastActivityAt: 5_000,
    rev: 2,
  })
  const gone = { messageId: message.id, deletedAtMs: 9_000 }
  expect(await commit(organizationId, (tx) => deleteReceivedMessage(tx, aSystem(organizationId), gone))).toMatchObject({
    text: '',
    deletedAt: 9_000,
  })
  expect(await edit('three', 10_000)).toMatchObject({ text: '', rev: 3 })
  expect(await conversationOf(organizationId, conversation.id)).toMatchObject({ preview: '', waiting: false })
})

it('[IN3] tells where a reply is on its way', async () => {
  const organizationId = await anOrganization(services())
  const { message } = await aConversation(services(), organizationId)
  const set = () =>
    commit(organizationId, (tx) =>
      setReplyBridges(tx, aSystem(organizationId), [{ messageId: message.id, bridge: { state: 'failed', reason: 'gone' } }]),
    )
  expect(await set()).toMatchObject([{ bridge: { state: 'failed', reason: 'gone' }, rev: 2 }])
  expect(await set()).toMatchObject([{ rev: 2 }])
})

it('[IN5] touches nothing of another organization', async () => {
  const [organizationId, other] = [await anOrganization(services()), await anOrganization(services())]
  const { conversation, message } = await aConversation(services(), other)
  const contact = await aContact(services(), organizationId)
  const agent = await aMember(services(), organizationId)
  const system = aSystem(organizationId)
  const messageId: ConversationMessageId = message.id
  const written = { conversationId: conversation.id, text: 'x', createdAtMs: 1 }
  const attempts: ((tx: Tx) => Promise<unknown>)[] = [
    (tx) => receiveContactMessage(tx, system, { ...written, contactId: contact.id }),
    (tx) => receiveMemberMessage(tx, system, { ...written, memberId: agent.id }),
    (tx) => editReceivedMessage(tx, system, { messageId, text: 'x', editedAtMs: 1 }),
    (tx) => deleteReceivedMessage(tx, system, { messageId, deletedAtMs: 1 }),
    (tx) => setReplyBridges(tx, system, [{ messageId, bridge: { state: 'queued' } }]),
  ]
  for (const attempt of attempts) await expect(commit(organizationId, attempt)).rejects.toMatchObject({ code: 'not_found' })
})
