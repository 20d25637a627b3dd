import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { inOrganization, type Tx } from '@atrium/db/transaction.ts'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { createInProcessBus } from '../bus.ts'
import { createLogger } from '../logger.ts'
import { claimDeliveries } from './claim-deliveries.ts'
import { decideAfterSend } from './deliveries.rules.ts'
import { enqueueDeliveries } from './enqueue-delivery.ts'
import { settleDeliveries } from './settle-deliveries.ts'
import { aScope } from './testing/builders.ts'

const database = useTestDatabase()

/** Rows of deliveries and lanes that this connection has fetched lately, by an index or without. */
async function rowsRead(tx: Tx): Promise<number> {
  const { rows } = await sql<{ read: number }>`
    select sum(pg_stat_get_xact_tuples_fetched(t) + pg_stat_get_xact_tuples_returned(t))::int as read
    from unnest(array['delivery', 'delivery_lane']::regclass[]) t
  `.execute(tx)
  return rows[0]?.read ?? Number.NaN
}

it('reads what it settles, however many lanes and deliveries the organization has', async () => {
  const node = { db: database().app.db, bus: createInProcessBus(), logger: createLogger('silent') }
  const scope = await aScope(node)
  const common = { ...scope, transport: 'outside', operation: 'post', payload: {}, entityKind: null, entityId: null, nowMs: Date.now() }
  const owed = Array.from({ length: 2_000 }, (_, lane) => ({ ...common, laneKey: `lane ${lane}` }))
  await inOrganization(node.db, scope.organizationId, (tx) => enqueueDeliveries(tx, owed))
  await database().owner.pool.query('analyze delivery, delivery_lane')
  const claimed = await claimDeliveries(node.db, { transports: ['outside'], limit: 2, leaseMs: 1_000 })
  const decided = claimed.map((delivery) => {
    const decision = decideAfterSend(delivery, { kind: 'sent', result: {} }, { laneIntervalMs: 0, lookAfterMs: 0 })
    return { delivery, decision }
  })
  await inOrganization(node.db, scope.organizationId, async (tx) => {
    const before = await rowsRead(tx)
    expect(await settleDeliveries(tx, scope.organizationId, decided)).toEqual(decided)
    expect((await rowsRead(tx)) - before).toBeLessThan(20)
  })
})
