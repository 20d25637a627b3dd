import { sql } from 'kysely'
import { jsonb } from '@atrium/db/json.ts'
import type { JsonValue } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ConversationId, ConversationMessageId, MemberId, NoteId, OrganizationId } from '@atrium/shared/ids.ts'
import type { ConversationRow } from './present-inbox.ts'

/** How a conversation stands, as far as a merge changes it; times in ms. */
export interface Stance {
  status: string
  assigneeId: string | null
  snoozedUntil: number | null
  closedAt: number | null
  lastActivityAt: number
  sla: JsonValue | null
}
export interface Vote {
  id: string
  conversationId: ConversationId
  contactId: string
  score: number
  comment: string | null
  at: number
  rev: number
}
export interface Moved {
  messageIds: ConversationMessageId[]
  noteIds: NoteId[]
}
export interface Stood {
  left: Stance
  keptBefore: Stance
  keptAfter: Stance
  /** How many messages of customers stood in the kept one before it. */
  keptCount: number
  votes: Vote[]
}
interface DoneMerge extends Moved {
  from: ConversationId
  into: ConversationId
  followed: ConversationId[]
  stood: Stood
  by: MemberId
  nowMs: number
}

export function stanceOf(row: ConversationRow): Stance {
  return {
    ...{ status: row.status, assigneeId: row.assignee_id, sla: row.sla },
    ...{ snoozedUntil: row.snoozed_until?.getTime() ?? null, closedAt: row.closed_at?.getTime() ?? null },
    lastActivityAt: row.last_activity_at.getTime(),
  }
}

export async function rememberMerge(tx: Tx, organizationId: OrganizationId, merge: DoneMerge): Promise<void> {
  await tx
    .insertInto('conversation_merge')
    .values({
      ...{ organization_id: organizationId, absorbed_id: merge.from, kept_id: merge.into, followed: merge.followed },
      ...{ message_ids: merge.messageIds, note_ids: merge.noteIds, stood: jsonb(merge.stood as unknown as JsonValue) },
      ...{ merged_by: merge.by, merged_at: new Date(merge.nowMs) },
    })
    .execute()
}

export function findMerge(tx: Tx, organizationId: OrganizationId, absorbedId: ConversationId) {
  return tx
    .selectFrom('conversation_merge')
    .select(['kept_id', 'followed', 'message_ids', 'note_ids', 'stood'])
    .where('organization_id', '=', organizationId)
    .where('absorbed_id', '=', absorbedId)
    .executeTakeFirst()
}

export async function forgetMerge(tx: Tx, organizationId: OrganizationId, absorbedId: ConversationId): Promise<void> {
  await tx.deleteFrom('conversation_merge').where('organization_id', '=', organizationId).where('absorbed_id', '=', absorbedId).execute()
}

/** Where these go on from now on, and what goes on in `alsoFollowing`; null: in themselves. @returns all of them */
export async function pointTo(
  tx: Tx,
  organizationId: OrganizationId,
  {
    ids,
    into,
    alsoFollowing = null,
  }: { ids: readonly ConversationId[]; into: ConversationId | null; alsoFollowing?: ConversationId | null },
): Promise<ConversationId[]> {
  const rows = await tx
    .updateTable('conversation')
    .set({ merged_into: into })
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`(id = any(${[...ids]}::uuid[]) or merged_into = ${alsoFollowing}::uuid)`)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id as ConversationId)
}

/** What was merged into it and goes on there. */
export async function followersOf(tx: Tx, organizationId: OrganizationId, id: ConversationId): Promise<ConversationId[]> {
  const rows = await tx
    .selectFrom('conversation')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('merged_into', '=', id)
    .execute()
  return rows.map((row) => row.id as ConversationId)
}

export async function countByCustomers(tx: Tx, organizationId: OrganizationId, id: ConversationId): Promise<number> {
  const { count } = await tx
    .selectFrom('conversation_message')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('organization_id', '=', organizationId)
    .where('conversation_id', '=', id)
    .where('author_kind', '=', 'contact')
    .where('as_agent', '=', false)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}

/** Of each person, whoever they turned out to be. */
export async function votesIn(tx: Tx, organizationId: OrganizationId, ids: readonly ConversationId[]): Promise<Vote[]> {
  const rows = await tx
    .selectFrom('conversation_rating')
    .select(['id', 'conversation_id', 'contact_id', 'score', 'comment', 'at', 'rev'])
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`conversation_id = any(${[...ids]}::uuid[])`)
    .execute()
  return rows.map(({ conversation_id, contact_id, at, ...row }) => ({
    ...row,
    conversationId: conversation_id as ConversationId,
    contactId: contact_id,
    at: at.getTime(),
  }))
}
