import { sql, type RawBuilder, type Updateable } from 'kysely'
import type { Conversation, JsonValue } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ContactId, ConversationId, ConversationMessageId, OrganizationId } from '@atrium/shared/ids.ts'
import type { ConversationRow } from './present-inbox.ts'

const COLUMNS = [
  ...(['conversation.id', 'conversation.number', 'conversation.customer_id', 'conversation.contact_id', 'conversation.origin'] as const),
  ...(['conversation.place', 'conversation.subject', 'conversation.preview', 'conversation.status', 'conversation.priority'] as const),
  ...(['conversation.assignee_id', 'conversation.waiting', 'conversation.rev', 'conversation.created_at'] as const),
  ...(['conversation.last_activity_at', 'customer.name as customer_name', 'contact.merged_into as kept_contact_id'] as const),
  ...(['conversation.snoozed_until', 'conversation.team_id', 'conversation.tag_ids', 'conversation.sla'] as const),
  ...(['conversation.sla_state', 'conversation.due_at', 'conversation.merged_into'] as const),
  ...(['conversation.split_from', 'conversation.first_reply_at', 'conversation.closed_at'] as const),
] as const

/** Conversations of one organization, with the names that their view shows: of a contact who was merged, those of the other. */
export function selectConversations(tx: Tx, organizationId: OrganizationId) {
  return tx
    .selectFrom('conversation')
    .leftJoin('customer', (join) =>
      join.onRef('customer.organization_id', '=', 'conversation.organization_id').onRef('customer.id', '=', 'conversation.customer_id'),
    )
    .leftJoin('contact', (join) =>
      join.onRef('contact.organization_id', '=', 'conversation.organization_id').onRef('contact.id', '=', 'conversation.contact_id'),
    )
    .leftJoin('contact as kept', (join) =>
      join.onRef('kept.organization_id', '=', 'conversation.organization_id').onRef('kept.id', '=', 'contact.merged_into'),
    )
    .select(COLUMNS)
    .select(({ fn }) => [
      fn.coalesce('kept.name', 'contact.name').as('contact_name'),
      fn.coalesce('kept.avatar_url', 'contact.avatar_url').as('contact_avatar_url'),
    ])
    .where('conversation.organization_id', '=', organizationId)
}

export function findConversation(tx: Tx, organizationId: OrganizationId, id: ConversationId): Promise<ConversationRow | undefined> {
  return selectConversations(tx, organizationId).where('conversation.id', '=', id).executeTakeFirst()
}

/** Held to the end of the transaction: what happens in one conversation happens one after the other. */
export function lockConversation(tx: Tx, organizationId: OrganizationId, id: ConversationId): Promise<ConversationRow | undefined> {
  return selectConversations(tx, organizationId).where('conversation.id', '=', id).forUpdate('conversation').executeTakeFirst()
}

/** The same of the one in which it goes on, where it was merged into another. */
export async function lockWhereItGoesOn(tx: Tx, organizationId: OrganizationId, id: ConversationId): Promise<ConversationRow | undefined> {
  const row = await lockConversation(tx, organizationId, id)
  return row && row.merged_into !== null ? lockConversation(tx, organizationId, row.merged_into as ConversationId) : row
}

/** Whoever locks both locks the conversation first. */
export function lockConversationOfMessage(
  tx: Tx,
  organizationId: OrganizationId,
  messageId: ConversationMessageId,
): Promise<ConversationRow | undefined> {
  return selectConversations(tx, organizationId)
    .where('conversation.id', '=', (query) =>
      query
        .selectFrom('conversation_message')
        .select('conversation_id')
        .where('organization_id', '=', organizationId)
        .where('id', '=', messageId),
    )
    .forUpdate('conversation')
    .executeTakeFirst()
}

export type ConversationPatch = Pick<
  Updateable<Conversation>,
  | ('status' | 'priority' | 'assignee_id' | 'waiting' | 'preview' | 'last_activity_at')
  | ('snoozed_until' | 'team_id' | 'tag_ids' | 'sla_state' | 'due_at' | 'first_reply_at' | 'closed_at')
> & { sla?: RawBuilder<JsonValue> | null }

export async function updateConversation(
  tx: Tx,
  key: { organizationId: OrganizationId; id: ConversationId },
  patch: ConversationPatch,
): Promise<ConversationRow> {
  await tx
    .updateTable('conversation')
    .set({ ...patch, rev: sql`rev + 1` })
    .where('organization_id', '=', key.organizationId)
    .where('id', '=', key.id)
    .execute()
  return selectConversations(tx, key.organizationId).where('conversation.id', '=', key.id).executeTakeFirstOrThrow()
}

/** Whose they are is somebody else from now on; nobody is told. */
export async function moveConversationsOfContact(
  tx: Tx,
  organizationId: OrganizationId,
  { from, to }: { from: ContactId; to: ContactId },
): Promise<void> {
  await tx
    .updateTable('conversation')
    .set({ contact_id: to })
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', from)
    .execute()
}

/** What these contacts are called, or who they are, has changed: so have the conversations that show it. */
export async function reviseConversationsOfContacts(
  tx: Tx,
  organizationId: OrganizationId,
  contactIds: readonly ContactId[],
): Promise<ConversationRow[]> {
  const revised = await tx
    .updateTable('conversation')
    .set({ rev: sql`rev + 1` })
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`contact_id = any(${contactIds}::uuid[])`)
    .returning('id')
    .execute()
  if (revised.length === 0) return []
  const ids = revised.map((row) => row.id)
  return selectConversations(tx, organizationId)
    .where(sql<boolean>`conversation.id = any(${ids}::uuid[])`)
    .execute()
}

/** The next number; its row stays locked to the commit, so that a number that was given is used. */
export async function nextConversationNumber(tx: Tx, organizationId: OrganizationId): Promise<number> {
  const { last } = await tx
    .insertInto('conversation_counter')
    .values({ organization_id: organizationId, last: 1 })
    .onConflict((conflict) => conflict.column('organization_id').doUpdateSet({ last: sql`conversation_counter.last + 1` }))
    .returning('last')
    .executeTakeFirstOrThrow()
  return last
}
