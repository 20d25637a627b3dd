import type { z } from 'zod'
import type { ContactView, ConversationMessageView, ConversationView, NoteView } from '@atrium/shared/inbox/views.ts'
import type { contactSchema, conversationSchema, messageSchema, noteSchema } from './api.schemas.ts'

const momentOf = (ms: number) => new Date(ms).toISOString()
const momentOrNull = (ms: number | null) => (ms === null ? null : momentOf(ms))

/** As programs outside see it: what the API answers and webhooks tell. `publicUrl`: of this server, without a slash at the end. */
export function conversationForApi(view: ConversationView, publicUrl: string): z.output<typeof conversationSchema> {
  const { customer, contact } = view
  return {
    id: view.id,
    number: view.number,
    status: view.status,
    snoozedUntil: momentOrNull(view.snoozedUntil),
    priority: view.priority,
    subject: view.subject,
    preview: view.preview,
    origin: view.origin,
    place: view.place,
    customer: customer && { id: customer.id, name: customer.name },
    contact: contact && { id: contact.id, name: contact.name },
    assigneeId: view.assigneeId,
    teamId: view.teamId,
    tagIds: view.tagIds,
    waiting: view.waiting,
    mergedIntoId: view.mergedInto,
    createdAt: momentOf(view.createdAt),
    lastActivityAt: momentOf(view.lastActivityAt),
    url: `${publicUrl}/inbox/${view.id}`,
  }
}

export function messageForApi(view: ConversationMessageView): z.output<typeof messageSchema> {
  const { author, bridge } = view
  return {
    id: view.id,
    conversationId: view.conversationId,
    author: { kind: author.kind, id: author.id, name: author.name },
    text: view.deletedAt === null ? view.text : '',
    createdAt: momentOf(view.createdAt),
    editedAt: momentOrNull(view.editedAt),
    deletedAt: momentOrNull(view.deletedAt),
    delivery: bridge && { state: bridge.state, ...('reason' in bridge && { reason: bridge.reason }) },
  }
}

export function noteForApi(view: NoteView): z.output<typeof noteSchema> {
  return {
    id: view.id,
    conversationId: view.conversationId,
    author: { id: view.authorId, name: view.authorName },
    text: view.text,
    createdAt: momentOf(view.createdAt),
  }
}

export function contactForApi({ id, customerId, name, email, avatarUrl }: ContactView): z.output<typeof contactSchema> {
  return { id, customerId, name, email, avatarUrl }
}
