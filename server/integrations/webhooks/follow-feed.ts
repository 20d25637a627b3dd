import { sql } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import { asWorker, type Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { WebhookEndpointId } from '@atrium/shared/integrations/webhooks.ts'
import { faultPoint } from '../../infra/fault-point.ts'
import { endpointsOf } from './endpoints.queries.ts'
import { oweMessages, type OwedEvent } from './owe-messages.ts'
import { TOLD_KINDS, webhookBody, webhookEventOf, type ToldChange } from './webhook-events.rules.ts'

const CONSUMER = 'webhooks'

export interface FollowedBatch {
  /** How far the feed has been read; null: somebody else is reading it, or nobody wants to be told. */
  seq: number | null
  owed: number
  more: boolean
}

/** Organizations with endpoints, and how far their feeds have come. */
export function organizationsWithEndpoints(db: Db): Promise<{ organizationId: OrganizationId; head: number }[]> {
  return asWorker(db, async (tx) => {
    const rows = await tx
      .selectFrom('organization_head')
      .select(['organization_head.organization_id', 'seq'])
      .where((where) =>
        where.exists(
          where
            .selectFrom('webhook_endpoint')
            .select('id')
            .whereRef('webhook_endpoint.organization_id', '=', 'organization_head.organization_id'),
        ),
      )
      .execute()
    return rows.map((row) => ({ organizationId: row.organization_id as OrganizationId, head: Number(row.seq) }))
  })
}

/** From the first endpoint on, the feed is read; from the last one's end it is not, so that it holds nothing back. */
export async function startFollowing(tx: Tx, organizationId: OrganizationId, seq: number): Promise<void> {
  await tx
    .insertInto('feed_cursor')
    .values({ organization_id: organizationId, consumer: CONSUMER, seq })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function stopFollowing(tx: Tx, organizationId: OrganizationId): Promise<void> {
  await tx.deleteFrom('feed_cursor').where('organization_id', '=', organizationId).where('consumer', '=', CONSUMER).execute()
}

/**
 * Reads on in an organization's feed and owes what its endpoints are to be told, in one transaction: each change is told exactly once to
 * whoever wants it, however often this is interrupted. A change that was not committed is in no feed.
 */
export async function followFeed(
  tx: Tx,
  organizationId: OrganizationId,
  { limit, nowMs, publicUrl }: { limit: number; nowMs: number; publicUrl: string },
): Promise<FollowedBatch> {
  const batch = await readOn(tx, organizationId, limit)
  if (!batch) return { seq: null, owed: 0, more: false }
  const endpoints = (await endpointsOf(tx, organizationId)).filter(({ state }) => state === 'active')
  const owed = batch.changes.flatMap(({ seq, at, change }): OwedEvent[] => {
    const told = webhookEventOf(change, publicUrl)
    const listening = endpoints.filter(({ events, since_seq }) => events.includes(told.event) && since_seq < seq)
    if (listening.length === 0) return []
    const body = webhookBody(told.event, told.data, at.getTime())
    return listening.map(({ id }) => ({ endpointId: id as WebhookEndpointId, event: told.event, body }))
  })
  await oweMessages(tx, organizationId, owed, nowMs)
  if (owed.length > 0) faultPoint('webhooks.owing')
  return { seq: batch.seq, owed: owed.length, more: batch.more }
}

interface Read {
  changes: { seq: number; at: Date; change: ToldChange }[]
  seq: number
  more: boolean
}

/** Takes the cursor for this transaction, reads on from it and moves it. Null while another node has it. */
async function readOn(tx: Tx, organizationId: OrganizationId, limit: number): Promise<Read | null> {
  const cursor = await tx
    .selectFrom('feed_cursor')
    .select('seq')
    .where('organization_id', '=', organizationId)
    .where('consumer', '=', CONSUMER)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (!cursor) return null
  const { seq: head } = await tx
    .selectFrom('organization_head')
    .select('seq')
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow()
  const rows = await tx
    .selectFrom('change')
    .select(['seq', 'kind', 'payload', sql<Date>`at`.as('at')])
    .where('organization_id', '=', organizationId)
    .where('seq', '>', cursor.seq)
    .where('seq', '<=', head)
    .where('kind', 'in', TOLD_KINDS)
    .orderBy('seq')
    .limit(limit)
    .execute()
  const more = rows.length === limit
  const seq = Number(more ? (rows.at(-1)?.seq ?? head) : head)
  await tx.updateTable('feed_cursor').set({ seq }).where('organization_id', '=', organizationId).where('consumer', '=', CONSUMER).execute()
  const changes = rows.map(({ kind, payload, ...row }) => ({
    seq: row.seq,
    at: row.at,
    change: { kind, payload } as unknown as ToldChange,
  }))
  return { changes, seq, more }
}
