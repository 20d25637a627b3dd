import { sql } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import { asWorker, type Tx } from '@atrium/db/transaction.ts'
import type { MessageId, OrganizationId, PersonId } from '@atrium/shared/ids.ts'
import { MIRRORED_KINDS, mirroredChangeOf, type MirroredChange } from './mirrored-change.rules.ts'

const CONSUMER = 'slack'

export function organizationHeads(db: Db): Promise<{ organizationId: OrganizationId; head: number }[]> {
  return asWorker(db, async (tx) => {
    const rows = await tx.selectFrom('organization_head').select(['organization_id', 'seq']).execute()
    return rows.map((row) => ({ organizationId: row.organization_id as OrganizationId, head: Number(row.seq) }))
  })
}

/**
 * Takes the cursor for this transaction, reads on from it and moves it. Null while another node has it.
 * Seqs are gapless and in the order of commits, so everything up to the head is there to be read.
 */
export async function readFeed(
  tx: Tx,
  organizationId: OrganizationId,
  limit: number,
): Promise<{ changes: MirroredChange[]; seq: number; more: boolean } | null> {
  await tx
    .insertInto('feed_cursor')
    .values({ organization_id: organizationId, consumer: CONSUMER })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const cursor = await cursorOf(tx, organizationId)
  if (!cursor) return null
  const { seq: head } = await tx
    .selectFrom('organization_head')
    .select('seq')
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow()
  const rows = await tx
    .selectFrom('change')
    .select(['seq', 'kind', 'payload'])
    .where('organization_id', '=', organizationId)
    .where('seq', '>', cursor.seq)
    .where('seq', '<=', head)
    .where('kind', 'in', MIRRORED_KINDS)
    // Only a mention chat has people for an audience; what is said in spaces is most of the feed.
    .where(sql<boolean>`(kind <> 'chat.messageChanged' or audience[1] like 'person:%')`)
    .where(sql<boolean>`(rev = 1 or payload ? 'revision')`)
    .orderBy('seq')
    .limit(limit)
    .execute()
  const more = rows.length === limit
  const seq = Number(more ? (rows.at(-1)?.seq ?? head) : head)
  await tx.updateTable('feed_cursor').set({ seq }).where('organization_id', '=', organizationId).where('consumer', '=', CONSUMER).execute()
  return { changes: rows.map(mirroredChangeOf).filter((change) => change !== null), seq, more }
}

function cursorOf(tx: Tx, organizationId: OrganizationId) {
  return tx
    .selectFrom('feed_cursor')
    .select('seq')
    .where('organization_id', '=', organizationId)
    .where('consumer', '=', CONSUMER)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
}

/** Whether somebody has given or taken back a reaction here, and what follows from it for Slack is not owed yet. */
export async function isReactionUnread(
  tx: Tx,
  organizationId: OrganizationId,
  { messageId, personId, emoji }: { messageId: MessageId; personId: PersonId; emoji: string },
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from change
    where organization_id = ${organizationId} and kind = 'chat.messageChanged' and entity_id = ${messageId}
      and payload#>>'{revision,personId}' = ${personId} and payload#>>'{revision,emoji}' = ${emoji}
      and seq > coalesce((select seq from feed_cursor where organization_id = ${organizationId} and consumer = ${CONSUMER}), 0)
    limit 1
  `.execute(tx)
  return rows.length > 0
}
