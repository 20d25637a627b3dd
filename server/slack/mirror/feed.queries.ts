import type { Db } from '@atrium/db/connect.ts'
import { asWorker, type Tx } from '@atrium/db/transaction.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { ConversationMessageView } from '@atrium/shared/inbox/views.ts'

/** The kinds of change that anything can follow from. */
export type MirroredChange =
  | { kind: 'chat.messageChanged'; message: MessageView }
  | { kind: 'inbox.messageChanged'; message: ConversationMessageView }

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
    .where('kind', 'in', ['chat.messageChanged', 'inbox.messageChanged'])
    .where('rev', '=', 1)
    .orderBy('seq')
    .limit(limit)
    .execute()
  const more = rows.length === limit
  const seq = Number(more ? (rows.at(-1)?.seq ?? head) : head)
  await tx.updateTable('feed_cursor').set({ seq }).where('organization_id', '=', organizationId).where('consumer', '=', CONSUMER).execute()
  return { changes: rows.map(changeOf), seq, more }
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

function changeOf(row: { kind: string; payload: unknown }): MirroredChange {
  const { message } = row.payload as { message: unknown }
  return row.kind === 'chat.messageChanged'
    ? { kind: 'chat.messageChanged', message: message as MessageView }
    : { kind: 'inbox.messageChanged', message: message as ConversationMessageView }
}
