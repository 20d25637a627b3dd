import { expect, it, onTestFinished } from 'vitest'
import { connect } from '@atrium/db/connect.ts'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { createInProcessBus } from '../bus.ts'
import { createLogger } from '../logger.ts'
import { claimDeliveries } from './claim-deliveries.ts'
import { aScope, owe } from './testing/builders.ts'

const database = useTestDatabase()

it('updates deliveries and lanes in place, so that no index is written', async () => {
  // One connection, so that it can be asked to report what it has counted.
  const { db, pool, close } = connect({ url: database().url, role: 'app', poolSize: 1 })
  onTestFinished(close)
  const node = { db, bus: createInProcessBus(), logger: createLogger('silent') }
  const scope = await aScope(node)
  for (const laneKey of ['one', 'two', 'three']) await owe(node, scope, { laneKey, payloads: ['a', 'b'] })
  expect(await claimDeliveries(db, { transports: ['outside'], limit: 10, leaseMs: 1_000 })).toHaveLength(3)
  await pool.query('select pg_stat_force_next_flush()')
  const { rows } = await pool.query(
    `select relname, n_tup_upd, n_tup_hot_upd from pg_stat_user_tables where relname in ('delivery', 'delivery_lane') order by relname`,
  )
  expect(rows).toEqual([
    { relname: 'delivery', n_tup_upd: 3, n_tup_hot_upd: 3 },
    { relname: 'delivery_lane', n_tup_upd: 3, n_tup_hot_upd: 3 },
  ])
})
