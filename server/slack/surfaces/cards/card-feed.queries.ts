import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ConversationId, OrganizationId } from '@atrium/shared/ids.ts'
import type { ChangePayloads } from '@atrium/shared/realtime/change.ts'

const CONSUMER = 'slack-cards'

export type TeammateMention = ChangePayloads['inbox.teammateMentioned']

export interface CardNews {
  /** Conversations of which something has changed. */
  conversationIds: ConversationId[]
  mentions: TeammateMention[]
  seq: number
  more: boolean
}

export function mayConcernCards({ kind }: { kind: string }): boolean {
  return kind === 'inbox.conversationChanged' || kind === 'inbox.teammateMentioned'
}

/**
 * Takes the cursor for this transaction, reads on from it and moves it. Null while another node has it. There is no kind for a note here.
 * Where nothing is told in Slack, and no card stands there, the feed is passed over.
 */
export async function readCardNews(tx: Tx, organizationId: OrganizationId, limit: number): Promise<CardNews | null> {
  await sql`insert into feed_cursor (organization_id, consumer, seq) values (${organizationId}, ${CONSUMER}, (
    select seq from organization_head where organization_id = ${organizationId}
  )) on conflict do nothing`.execute(tx)
  const { rows } = await sql<{ seq: number; head: number; concerned: boolean }>`
    select cursor.seq::float8 as seq, head.seq::float8 as head, (
      exists (select 1 from slack_installation where organization_id = ${organizationId} and notifications <> '{}')
      or exists (select 1 from slack_card where organization_id = ${organizationId})
    ) as concerned
    from feed_cursor cursor join organization_head head using (organization_id)
    where cursor.organization_id = ${organizationId} and cursor.consumer = ${CONSUMER} for update of cursor skip locked
  `.execute(tx)
  const [cursor] = rows
  if (!cursor) return null
  const changes = cursor.concerned ? await readChanges(tx, organizationId, { ...cursor, limit }) : []
  const more = changes.length === limit
  const seq = more ? (changes.at(-1)?.seq ?? cursor.head) : cursor.head
  if (seq !== cursor.seq)
    await tx
      .updateTable('feed_cursor')
      .set({ seq })
      .where('organization_id', '=', organizationId)
      .where('consumer', '=', CONSUMER)
      .execute()
  const changed = changes.flatMap(({ kind, entity }) => (kind === 'inbox.conversationChanged' ? [entity as ConversationId] : []))
  const mentions = changes.flatMap(({ mention }) => (mention ? [mention] : []))
  return { conversationIds: [...new Set(changed)], mentions, seq, more }
}

async function readChanges(
  tx: Tx,
  organizationId: OrganizationId,
  { seq, head, limit }: { seq: number; head: number; limit: number },
): Promise<{ seq: number; kind: string; entity: string; mention: TeammateMention | null }[]> {
  const { rows } = await sql<{ seq: number; kind: string; entity: string; mention: TeammateMention | null }>`
    select seq::float8 as seq, kind, entity_id as entity, case kind when 'inbox.teammateMentioned' then payload end as mention from change
    where organization_id = ${organizationId} and seq > ${seq} and seq <= ${head}
      and kind in ('inbox.conversationChanged', 'inbox.teammateMentioned')
    order by seq limit ${limit}
  `.execute(tx)
  return rows
}
