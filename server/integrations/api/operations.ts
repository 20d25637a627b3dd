import { newId, type ClientMutationId } from '@atrium/shared/ids.ts'
import { readMembers } from '../../identity/members.queries.ts'
import { addNote } from '../../inbox/add-note.ts'
import { customersByName } from '../../inbox/customers.queries.ts'
import { getConversation } from '../../inbox/get-conversation.ts'
import { getContact, listContacts } from '../../inbox/contacts/list-contacts.ts'
import { listConversations } from '../../inbox/list-conversations.ts'
import { openConversation } from '../../inbox/open-conversation.ts'
import { reply } from '../../inbox/reply.ts'
import { tagsOf } from '../../inbox/tags/tags.queries.ts'
import { teamsOf } from '../../inbox/teams/teams.queries.ts'
import { triageConversations } from '../../inbox/triage-conversation.ts'
import { upsertContact } from '../../inbox/upsert-contact.ts'
import {
  changeBody,
  choicesAnswer,
  contactPage,
  contactParams,
  contactSchema,
  contactsQuery,
  conversationAnswer,
  conversationPage,
  conversationParams,
  conversationSchema,
  conversationsQuery,
  customerPage,
  customersQuery,
  keyAnswer,
  messageSchema,
  noteSchema,
  openBody,
  openedAnswer,
  textBody,
} from './api.schemas.ts'
import { operation, type Operation } from './operation.ts'
import { contactForApi, conversationForApi, messageForApi, noteForApi } from './present-api.ts'
import { requireCustomer } from './require-customer.ts'

const CONVERSATION = '/conversations/{conversationId}'
/** A request is told from its repetition by its `Idempotency-Key`, so that each run is a mutation of its own. */
const onceMore = () => newId<ClientMutationId>()

const readKey = operation({
  ...{ id: 'readKey', method: 'get', path: '/key', scope: null },
  summary: 'Read what this key may do',
  answer: keyAnswer,
  async run(_tx, { actor, key: { scopes, prefix, expiresAtMs } }) {
    const expiresAt = expiresAtMs === null ? null : new Date(expiresAtMs).toISOString()
    return { id: actor.automationId, name: actor.name, prefix, scopes: [...scopes], expiresAt, organizationId: actor.organizationId }
  },
})

const list = operation({
  ...{ id: 'listConversations', method: 'get', path: '/conversations', scope: 'conversations:read' },
  summary: 'List conversations, the newest activity first',
  query: conversationsQuery,
  answer: conversationPage,
  async run(tx, { actor, query, publicUrl }) {
    const { conversations, nextCursor } = await listConversations(tx, actor, query)
    return { conversations: conversations.map((view) => conversationForApi(view, publicUrl)), nextCursor }
  },
})

const read = operation({
  ...{ id: 'readConversation', method: 'get', path: CONVERSATION, scope: 'conversations:read' },
  summary: 'Read a conversation with its messages',
  params: conversationParams,
  answer: conversationAnswer,
  async run(tx, { actor, key, params, publicUrl }) {
    const { conversation, messages, notes } = await getConversation(tx, actor, params.conversationId)
    const read = { conversation: conversationForApi(conversation, publicUrl), messages: messages.map(messageForApi) }
    return key.scopes.includes('notes:read') ? { ...read, notes: notes.map(noteForApi) } : read
  },
})

const open = operation({
  ...{ id: 'openConversation', method: 'post', path: '/conversations', scope: 'conversations:write', status: 201 },
  summary: 'Open a conversation with what a contact wrote',
  body: openBody,
  answer: openedAnswer,
  async run(tx, { actor, body, nowMs, publicUrl }) {
    const { organizationId, name: place } = actor
    const system = { kind: 'system', organizationId, name: 'api' } as const
    const customerId = body.customerId ?? null
    if (customerId) await requireCustomer(tx, organizationId, customerId)
    const { name, email = null } = body.contact
    const profile = { contactId: null, customerId, name, email, avatarUrl: null, placeholder: false }
    const contact = await upsertContact(tx, system, { ...profile, nowMs })
    const words = { origin: 'manual' as const, place, text: body.text, createdAtMs: nowMs }
    const opened = await openConversation(tx, system, { customerId: customerId ?? contact.customerId, contactId: contact.id, ...words })
    const { priority, teamId, tagIds: addTagIds } = body
    const change = { conversationIds: [opened.conversation.id], change: { priority, teamId, addTagIds }, nowMs }
    const { conversations } = await triageConversations(tx, actor, change)
    const message = messageForApi(opened.message)
    return { conversation: conversationForApi(conversations[0] ?? opened.conversation, publicUrl), message }
  },
})

const change = operation({
  ...{ id: 'changeConversation', method: 'patch', path: CONVERSATION, scope: 'conversations:write' },
  summary: 'Set status, priority, assignee, team and tags; what is not named stays',
  params: conversationParams,
  body: changeBody,
  answer: conversationSchema,
  async run(tx, { actor, params, body, nowMs, publicUrl }) {
    const { snoozedUntil, ...rest } = body
    const until = snoozedUntil === undefined ? {} : { snoozedUntil: Date.parse(snoozedUntil) }
    const triage = { conversationIds: [params.conversationId], change: { ...rest, ...until }, nowMs }
    const { conversations } = await triageConversations(tx, actor, triage)
    const [conversation] = conversations
    if (!conversation) throw new Error('a conversation was changed and is not there')
    return conversationForApi(conversation, publicUrl)
  },
})

const answer = operation({
  ...{ id: 'reply', method: 'post', path: `${CONVERSATION}/replies`, scope: 'conversations:write', status: 201 },
  summary: 'Answer the customer, under the name of the organization',
  params: conversationParams,
  body: textBody,
  answer: messageSchema,
  run: async (tx, { actor, params, body, nowMs }) =>
    messageForApi(await reply(tx, actor, { ...params, text: body.text, clientId: onceMore(), nowMs })),
})

const note = operation({
  ...{ id: 'addNote', method: 'post', path: `${CONVERSATION}/notes`, scope: 'notes:write', status: 201 },
  summary: 'Note something that customers never see',
  params: conversationParams,
  body: textBody,
  answer: noteSchema,
  run: async (tx, { actor, params, body, nowMs }) =>
    noteForApi(await addNote(tx, actor, { ...params, text: body.text, clientId: onceMore(), nowMs })),
})

const choices = operation({
  ...{ id: 'listChoices', method: 'get', path: '/choices', scope: 'conversations:read' },
  summary: 'List the members, teams and tags that a conversation can be given',
  answer: choicesAnswer,
  async run(tx, { actor: { organizationId } }) {
    const members = (await readMembers(tx, organizationId)).filter(({ deactivated_at }) => deactivated_at === null)
    const reference = ({ id, name }: { id: string; name: string }) => ({ id, name })
    return {
      members: members.map(reference),
      teams: (await teamsOf(tx, organizationId)).map(reference),
      tags: (await tagsOf(tx, organizationId)).map(reference),
    }
  },
})

const customers = operation({
  ...{ id: 'listCustomers', method: 'get', path: '/customers', scope: 'customers:read' },
  summary: 'List customers by name',
  query: customersQuery,
  answer: customerPage,
  async run(tx, { actor, query }) {
    const page = await customersByName(tx, actor.organizationId, query)
    return { ...page, customers: page.customers.map(({ id, name }) => ({ id, name })) }
  },
})

const contacts = operation({
  ...{ id: 'listContacts', method: 'get', path: '/contacts', scope: 'customers:read' },
  summary: 'List contacts by name',
  query: contactsQuery,
  answer: contactPage,
  async run(tx, { actor, query }) {
    const page = await listContacts(tx, actor, { ...query, customerId: query.customerId ?? null, words: '' })
    return { ...page, contacts: page.contacts.map(contactForApi) }
  },
})

const contact = operation({
  ...{ id: 'readContact', method: 'get', path: '/contacts/{contactId}', scope: 'customers:read' },
  summary: 'Read a contact; of one that was merged into another, the other',
  params: contactParams,
  answer: contactSchema,
  run: async (tx, { actor, params }) => contactForApi((await getContact(tx, actor, params.contactId)).contact),
})

/** All that the API does. */
export const OPERATIONS: readonly Operation[] = [
  ...[readKey, list, read, open, change, answer, note],
  ...[choices, customers, contacts, contact],
]
