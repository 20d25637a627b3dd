import { sql, type RawBuilder } from 'kysely'
import { executeKept } from '@atrium/db/statement.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ContactId, ConversationId, ConversationMessageId, CustomerId, MemberId, OrganizationId } from '@atrium/shared/ids.ts'
import type { ConversationStatus, ConversationView } from '@atrium/shared/inbox/views.ts'
import { selectConversations } from './conversations.queries.ts'
import type { ContactRow, ConversationMessageRow, ConversationRow } from './present-inbox.ts'
import type { Sla } from './sla/sla.rules.ts'
import { hasToBeLookedAt } from './settling.queries.ts'

/**
 * Each of these is one statement, however many rows. `limit 1` and `any` hold the planner to the index: it cannot know that a
 * batch is small, and would read all of an organization's rows to join them.
 */

export interface NewContact {
  id: ContactId
  customerId: CustomerId | null
  name: string
  avatarUrl: string | null
  placeholder: boolean
  createdAt: Date
}

/** Contacts without an e-mail, so none of them can be somebody who is known. */
export async function insertContacts(tx: Tx, organizationId: OrganizationId, contacts: readonly NewContact[]): Promise<ContactRow[]> {
  const rows = await executeKept(
    tx,
    'inbox.insert-contacts',
    sql<ContactRow>`
    insert into contact (organization_id, id, customer_id, name, avatar_url, placeholder, created_at)
    select ${organizationId}, id, "customerId", name, "avatarUrl", placeholder, "createdAt"
    from jsonb_to_recordset(${JSON.stringify(contacts)}::jsonb)
      as added (id uuid, "customerId" uuid, name text, "avatarUrl" text, placeholder boolean, "createdAt" timestamptz)
    returning id, customer_id, name, email, avatar_url, placeholder, merged_into, rev
  `,
  )
  return rows
}

export interface NewConversation {
  id: ConversationId
  customerId: CustomerId | null
  contactId: ContactId
  origin: ConversationView['origin']
  place: string
  subject: string
  preview: string
  createdAt: Date
}

/** Numbered in the order given; the counter's row stays locked to the commit, so that numbers that were given are used. */
export async function insertConversations(
  tx: Tx,
  organizationId: OrganizationId,
  conversations: readonly NewConversation[],
): Promise<ConversationRow[]> {
  const added = conversations.map((conversation, index) => ({ ...conversation, index: index + 1 }))
  const rows = await executeKept(
    tx,
    'inbox.insert-conversations',
    sql<ConversationRow>`
    with counter as (
      insert into conversation_counter (organization_id, last) values (${organizationId}, ${added.length})
      on conflict (organization_id) do update set last = conversation_counter.last + excluded.last
      returning last
    ), conversation as (
      insert into conversation (organization_id, id, number, customer_id, contact_id, origin, place, subject, preview, waiting,
        created_at, last_activity_at, due_at)
      select ${organizationId}, id, counter.last - ${added.length} + index, "customerId", "contactId", origin, place, subject, preview, true,
        "createdAt", "createdAt", case when ${hasToBeLookedAt(organizationId)} then "createdAt" end
      from counter, jsonb_to_recordset(${JSON.stringify(added)}::jsonb)
        as added (index int, id uuid, "customerId" uuid, "contactId" uuid, origin text, place text, subject text, preview text, "createdAt" timestamptz)
      returning *
    )
    select conversation.*, customer.name as customer_name, contact.kept_id as kept_contact_id, contact.name as contact_name,
      contact.avatar_url as contact_avatar_url
    from conversation
      left join lateral (
        select name from customer where organization_id = ${organizationId} and id = conversation.customer_id limit 1
      ) customer on true
      left join lateral (
        ${shownContact(organizationId, sql`conversation.contact_id`)}
      ) contact on true
    order by conversation.number
  `,
  )
  return rows
}

export interface NewMessage {
  id: ConversationMessageId
  conversationId: ConversationId
  authorKind: 'contact' | 'member'
  authorId: ContactId | MemberId
  asAgent: boolean
  text: string
  bridge: { state: 'sent'; permalink: null } | null
  createdAt: Date
  /** In whose place, where that one was merged into `conversationId`. */
  writtenIn: ConversationId | null
}

/** @returns them as they stand, by id, with their authors' names. */
export async function insertConversationMessages(
  tx: Tx,
  organizationId: OrganizationId,
  messages: readonly NewMessage[],
): Promise<ConversationMessageRow[]> {
  const rows = await executeKept(
    tx,
    'inbox.insert-messages',
    sql<ConversationMessageRow>`
    with message as (
      insert into conversation_message (organization_id, id, conversation_id, author_kind, author_id, as_agent, text, bridge, created_at, written_in)
      select ${organizationId}, id, "conversationId", "authorKind", "authorId", "asAgent", text, nullif(bridge, 'null'), "createdAt", "writtenIn"
      from jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) as added (id uuid, "conversationId" uuid, "authorKind" text,
        "authorId" uuid, "asAgent" boolean, text text, bridge jsonb, "createdAt" timestamptz, "writtenIn" uuid)
      returning *
    )
    select message.*, contact.kept_id as kept_author_id, contact.avatar_url as author_avatar_url,
      case message.author_kind when 'contact' then contact.name else member.name end as author_name
    from message
      left join lateral (
        ${shownContact(organizationId, sql`message.author_id`)}
      ) contact on true
      left join lateral (select name from member where organization_id = ${organizationId} and id = message.author_id limit 1) member on true
    order by message.id
  `,
  )
  return rows
}

/** With the name and picture that are shown: of somebody who was merged, those of the other. */
function shownContact(organizationId: OrganizationId, id: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select contact.merged_into as kept_id, coalesce(kept.name, contact.name) as name,
      coalesce(kept.avatar_url, contact.avatar_url) as avatar_url
    from contact left join contact kept on kept.organization_id = ${organizationId} and kept.id = contact.merged_into
    where contact.organization_id = ${organizationId} and contact.id = ${id} limit 1
  `
}

/** Held to the end of the transaction, always taken in the same order. */
export function lockConversations(tx: Tx, organizationId: OrganizationId, ids: readonly ConversationId[]): Promise<ConversationRow[]> {
  return selectConversations(tx, organizationId)
    .where('conversation.id', 'in', ids)
    .orderBy('conversation.id')
    .forUpdate('conversation')
    .execute()
}

/** What of a conversation follows from its messages that stand, where there is one. Ids sort by when a message was written. */
export interface Gist {
  /** The newest is a customer's. */
  waiting: boolean
  /** Of the newest. */
  text: string
  /** When somebody of ours answered first. */
  firstReplyAt: Date | null
}

/** Of each conversation that has any. */
export async function gistsOf(tx: Tx, organizationId: OrganizationId, ids: readonly ConversationId[]): Promise<Map<ConversationId, Gist>> {
  const rows = await executeKept(
    tx,
    'inbox.gists',
    sql<Gist & { id: ConversationId }>`
    select conversation.id, newest.waiting, newest.text, answer.created_at as "firstReplyAt"
    from unnest(${ids}::uuid[]) conversation (id) cross join lateral (
      select author_kind = 'contact' and not as_agent as waiting, text from conversation_message
      where organization_id = ${organizationId} and conversation_id = conversation.id and deleted_at is null
      order by id desc limit 1
    ) newest left join lateral (
      select created_at from conversation_message
      where organization_id = ${organizationId} and conversation_id = conversation.id
        and (author_kind <> 'contact' or as_agent) and deleted_at is null
      order by id limit 1
    ) answer on true
  `,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

export interface TouchedConversation {
  id: ConversationId
  status: ConversationStatus
  waiting: boolean
  preview: string
  lastActivityAt: Date
  snoozedUntil: Date | null
  sla: Sla | null
  slaState: string | null
  dueAt: Date | null
  firstReplyAt: Date | null
  closedAt: Date | null
}

export async function updateConversations(
  tx: Tx,
  organizationId: OrganizationId,
  conversations: readonly TouchedConversation[],
): Promise<void> {
  await executeKept(
    tx,
    'inbox.touch-conversations',
    sql`
    update conversation
    set status = touched.status, waiting = touched.waiting, preview = touched.preview, last_activity_at = touched."lastActivityAt",
      snoozed_until = touched."snoozedUntil", sla = nullif(touched.sla, 'null'), sla_state = touched."slaState", due_at = touched."dueAt",
      first_reply_at = touched."firstReplyAt", closed_at = touched."closedAt", rev = rev + 1
    from jsonb_to_recordset(${JSON.stringify(conversations)}::jsonb)
      as touched (id uuid, status text, waiting boolean, preview text, "lastActivityAt" timestamptz, "snoozedUntil" timestamptz, sla jsonb,
        "slaState" text, "dueAt" timestamptz, "firstReplyAt" timestamptz, "closedAt" timestamptz)
    where conversation.organization_id = ${organizationId} and conversation.id = touched.id
      and conversation.id = any(${conversations.map(({ id }) => id)}::uuid[])
  `,
  )
}
