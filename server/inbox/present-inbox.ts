import type { Selectable } from 'kysely'
import type { Contact, Conversation, ConversationMessage, ConversationRating, Customer, Note } from '@atrium/db/schema.generated.ts'
import type { BridgeState } from '@atrium/shared/chat/views.ts'
import type {
  AutomationId,
  ContactId,
  ConversationId,
  ConversationMessageId,
  CustomerId,
  MemberId,
  NoteId,
  RatingId,
  TagId,
  TeamId,
} from '@atrium/shared/ids.ts'
import type {
  ContactView,
  ConversationMessageView,
  ConversationStatus,
  ConversationView,
  CustomerView,
  MessageAuthor,
  NoteView,
  Priority,
  RatingView,
} from '@atrium/shared/inbox/views.ts'
import { presentSla, type Sla } from './sla/sla.rules.ts'

export type CustomerRow = Pick<Selectable<Customer>, 'id' | 'name' | 'owner_id' | 'archived_at' | 'rev'>

export function presentCustomer(row: CustomerRow): CustomerView {
  return {
    id: row.id as CustomerId,
    name: row.name,
    ownerId: row.owner_id as MemberId | null,
    archivedAt: row.archived_at?.getTime() ?? null,
    rev: row.rev,
  }
}

export type ContactRow = Pick<
  Selectable<Contact>,
  'id' | 'customer_id' | 'name' | 'email' | 'avatar_url' | 'placeholder' | 'merged_into' | 'rev'
>

export function presentContact(row: ContactRow): ContactView {
  return {
    id: row.id as ContactId,
    customerId: row.customer_id as CustomerId | null,
    name: row.name,
    email: row.email,
    avatarUrl: row.avatar_url,
    placeholder: row.placeholder,
    mergedInto: row.merged_into as ContactId | null,
    rev: row.rev,
  }
}

type CountedOnly = 'organization_id' | 'sla_first_reply' | 'sla_next_reply' | 'sla_resolution'

/** With the names of its customer and contact. */
export type ConversationRow = Omit<Selectable<Conversation>, CountedOnly> & {
  customer_name: string | null
  /** Who the contact was merged into, whose name and picture these are then. */
  kept_contact_id: string | null
  contact_name: string | null
  contact_avatar_url: string | null
}

export function presentConversation(row: ConversationRow): ConversationView {
  const customer = row.customer_id ? { id: row.customer_id as CustomerId, name: row.customer_name ?? '' } : null
  const contact = row.contact_id
    ? { id: (row.kept_contact_id ?? row.contact_id) as ContactId, name: row.contact_name ?? '', avatarUrl: row.contact_avatar_url }
    : null
  return {
    id: row.id as ConversationId,
    number: row.number,
    customer,
    contact,
    origin: row.origin as ConversationView['origin'],
    place: row.place,
    subject: row.subject,
    preview: row.preview,
    status: row.status as ConversationStatus,
    snoozedUntil: row.snoozed_until?.getTime() ?? null,
    priority: row.priority as Priority,
    assigneeId: row.assignee_id as MemberId | null,
    teamId: row.team_id as TeamId | null,
    tagIds: row.tag_ids as TagId[],
    sla: row.sla === null ? null : presentSla(row.sla as unknown as Sla),
    mergedInto: row.merged_into as ConversationId | null,
    createdAt: row.created_at.getTime(),
    lastActivityAt: row.last_activity_at.getTime(),
    waiting: row.waiting,
    rev: row.rev,
  }
}

/** With the name of its author; of an automation, what it is. */
export type ConversationMessageRow = Omit<Selectable<ConversationMessage>, 'organization_id' | 'written_in'> & {
  /** Who the author was merged into, whose name and picture these are then. */
  kept_author_id: string | null
  author_name: string | null
  author_avatar_url: string | null
  author_by?: string | null
}

export function presentConversationMessage(row: ConversationMessageRow): ConversationMessageView {
  return {
    id: row.id as ConversationMessageId,
    conversationId: row.conversation_id as ConversationId,
    author: authorOf(row),
    text: row.text,
    createdAt: row.created_at.getTime(),
    editedAt: row.edited_at?.getTime() ?? null,
    deletedAt: row.deleted_at?.getTime() ?? null,
    bridge: row.bridge as BridgeState | null,
    rev: row.rev,
  }
}

function authorOf(row: ConversationMessageRow): MessageAuthor {
  const name = row.author_name ?? ''
  if (row.author_kind === 'contact') {
    const id = (row.kept_author_id ?? row.author_id) as ContactId
    return { kind: 'contact', id, name, avatarUrl: row.author_avatar_url, ...(row.as_agent ? { asAgent: true } : {}) }
  }
  if (row.author_kind === 'member') return { kind: 'member', id: row.author_id as MemberId, name }
  return { kind: 'automation', id: row.author_id as AutomationId, name, by: row.author_by ?? '' }
}

export type NoteRow = Pick<Selectable<Note>, 'id' | 'conversation_id' | 'author_id' | 'text' | 'created_at'> & {
  author_name: string | null
}

export function presentNote(row: NoteRow): NoteView {
  return {
    id: row.id as NoteId,
    conversationId: row.conversation_id as ConversationId,
    authorId: row.author_id as MemberId | AutomationId,
    authorName: row.author_name ?? '',
    text: row.text,
    createdAt: row.created_at.getTime(),
  }
}

export type RatingRow = Omit<Selectable<ConversationRating>, 'organization_id'> & { contact_name: string | null }

export function presentRating(row: RatingRow): RatingView {
  return {
    id: row.id as RatingId,
    conversationId: row.conversation_id as ConversationId,
    contactId: row.contact_id as ContactId,
    contactName: row.contact_name ?? '',
    score: row.score,
    comment: row.comment,
    at: row.at.getTime(),
    rev: row.rev,
  }
}
