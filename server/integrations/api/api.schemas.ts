import { z } from 'zod'
import { idOf } from '@atrium/shared/id-schema.ts'
import type { ContactId, ConversationId, CustomerId, MemberId, TagId, TeamId } from '@atrium/shared/ids.ts'
import { API_SCOPE_NAMES } from '@atrium/shared/integrations/api-keys.ts'
import { MOST_TAGS } from '@atrium/shared/inbox/triage.ts'
import { CONVERSATION_STATUSES, PRIORITIES } from '@atrium/shared/inbox/views.ts'

/** Schemas that the document names, each under `components/schemas`. Everything that the API takes and answers is here and nowhere else. */
export const COMPONENTS = z.registry<{ id: string; description?: string }>()

const named = <S extends z.ZodType>(id: string, schema: S): S => {
  COMPONENTS.add(schema, { id })
  return schema
}
const id = () => z.uuid()
const moment = () => z.iso.datetime()
const text = () => z.string().min(1).max(12_000)
const status = () => z.enum(CONVERSATION_STATUSES)
const priority = () => z.enum(PRIORITIES)

const reference = z.object({ id: id(), name: z.string() })

export const conversationSchema = named(
  'Conversation',
  z.object({
    id: id(),
    number: z.int().describe('What people call it by; counts up from 1.'),
    status: status(),
    snoozedUntil: moment().nullable(),
    priority: priority(),
    subject: z.string(),
    preview: z.string().describe('The beginning of its newest message; never of a note.'),
    origin: z.enum(['channel', 'direct', 'mention', 'manual']),
    place: z.string().describe('Where it comes from, for people: "#support-acme".'),
    customer: reference.nullable(),
    contact: reference.nullable(),
    assigneeId: id().nullable(),
    teamId: id().nullable(),
    tagIds: z.array(id()),
    waiting: z.boolean().describe('The customer wrote last.'),
    mergedIntoId: id().nullable().describe('It goes on in that conversation.'),
    createdAt: moment(),
    lastActivityAt: moment(),
    url: z.url().describe('Where an agent opens it.'),
  }),
)
export const messageSchema = named(
  'Message',
  z.object({
    id: id(),
    conversationId: id(),
    author: z.object({
      kind: z.enum(['contact', 'member', 'automation']).describe('An automation writes under the name of the organization.'),
      id: id(),
      name: z.string(),
    }),
    text: z.string().describe('Markdown.'),
    createdAt: moment(),
    editedAt: moment().nullable(),
    deletedAt: moment().nullable(),
    delivery: z
      .object({
        state: z.enum(['held', 'queued', 'sent', 'unknown', 'failed', 'blocked', 'not_bridged']),
        reason: z.string().optional(),
      })
      .nullable()
      .describe('How far a reply has come on its way to where the customer is; null where it has no way.'),
  }),
)
export const noteSchema = named(
  'Note',
  z.object({
    id: id(),
    conversationId: id(),
    author: z.object({ id: id(), name: z.string() }),
    text: z.string().describe('Markdown. Customers never see it.'),
    createdAt: moment(),
  }),
)
export const customerSchema = named('Customer', z.object({ id: id(), name: z.string() }))
export const contactSchema = named(
  'Contact',
  z.object({ id: id(), customerId: id().nullable(), name: z.string(), email: z.string().nullable(), avatarUrl: z.string().nullable() }),
)
export const problemSchema = named(
  'Problem',
  z.object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What is wrong and what to do, for people.'),
    code: z.string().describe('For programs; stable.'),
    fields: z.record(z.string(), z.string()).optional().describe('What is wrong with which part of the request, by its path.'),
  }),
)

export const keyAnswer = named(
  'Key',
  z.object({
    id: id(),
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(z.enum(API_SCOPE_NAMES)),
    expiresAt: moment().nullable(),
    organizationId: id(),
  }),
)
export const conversationPage = named(
  'ConversationPage',
  z.object({
    conversations: z.array(conversationSchema),
    nextCursor: z.string().nullable().describe('Give it as `cursor` for the next page; null on the last.'),
  }),
)
export const conversationAnswer = named(
  'ConversationWithMessages',
  z.object({
    conversation: conversationSchema,
    messages: z.array(messageSchema).describe('The newest 500, oldest of them first.'),
    notes: z.array(noteSchema).optional().describe('Only with the scope `notes:read`.'),
  }),
)
export const openedAnswer = named('OpenedConversation', z.object({ conversation: conversationSchema, message: messageSchema }))
export const customerPage = named(
  'CustomerPage',
  z.object({ customers: z.array(customerSchema), nextCursor: z.string().nullable().describe('As for conversations.') }),
)
export const contactPage = named(
  'ContactPage',
  z.object({ contacts: z.array(contactSchema), nextCursor: z.string().nullable().describe('As for conversations.') }),
)
export const choicesAnswer = named(
  'Choices',
  z.object({ members: z.array(reference), teams: z.array(reference), tags: z.array(reference) }),
)

export const conversationParams = z.object({ conversationId: idOf<ConversationId>() })
export const contactParams = z.object({ contactId: idOf<ContactId>() })

const cursor = z.string().max(500).optional().describe('`nextCursor` of the page before.')
const limit = z.coerce.number().int().min(1).max(100).default(50)
export const conversationsQuery = z.object({
  status: status().optional(),
  assignee: z
    .union([z.literal('none'), idOf<MemberId>()])
    .optional()
    .describe('The id of a member, or `none`.'),
  teamId: idOf<TeamId>().optional(),
  priority: priority().optional(),
  tagId: idOf<TagId>().optional(),
  customerId: idOf<CustomerId>().optional(),
  cursor,
  limit,
})
export const customersQuery = z.object({ cursor, limit })
export const contactsQuery = z.object({ customerId: idOf<CustomerId>().optional(), cursor, limit })

export const textBody = named('NewText', z.strictObject({ text: text().describe('Markdown.') }))
export const openBody = named(
  'NewConversation',
  z.strictObject({
    contact: z
      .strictObject({
        name: z.string().trim().min(1).max(120),
        email: z.email().max(320).optional().describe('The same e-mail is the same contact.'),
      })
      .describe('Who writes.'),
    customerId: idOf<CustomerId>().optional(),
    text: text().describe('Markdown, as the contact wrote it. Its first line becomes the subject.'),
    priority: priority().optional(),
    teamId: idOf<TeamId>().optional(),
    tagIds: z.array(idOf<TagId>()).max(MOST_TAGS).optional(),
  }),
)
const tagIds = z.array(idOf<TagId>()).max(MOST_TAGS).optional()
export const changeBody = named(
  'ConversationChange',
  z.strictObject({
    status: status().optional().describe('`snoozed` needs `snoozedUntil`.'),
    snoozedUntil: moment().optional(),
    priority: priority().optional(),
    assigneeId: idOf<MemberId>().nullable().optional(),
    teamId: idOf<TeamId>().nullable().optional(),
    addTagIds: tagIds,
    removeTagIds: tagIds,
  }),
)
