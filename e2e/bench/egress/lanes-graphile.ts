import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'

/** graphile-worker with a queue per lane, which is how it keeps order. `argv[2]` database, `argv[3]` folder of the peer. */
interface Graphile {
  run(options: object): Promise<{ stop(): Promise<void> }>
  runMigrations(options: object): Promise<void>
}
const [, , connectionString = '', folder = ''] = process.argv
const LANES = 2000
const EACH = 2
const { default: graphile } = (await import(pathToFileURL(join(folder, 'node_modules/graphile-worker/dist/index.js')).href)) as {
  default: Graphile
}
const pool = new pg.Pool({ connectionString, max: 12 })
await graphile.runMigrations({ connectionString })
await pool.query(
  `select graphile_worker.add_job('call', '{"text":"hello"}', queue_name := 'lane ' || lane) from generate_series(1, ${EACH}), generate_series(1, ${LANES}) lane`,
)
let calls = 0
const startedAt = performance.now()
const runner = await graphile.run({
  pgPool: pool,
  concurrency: 10,
  noHandleSignals: true,
  taskList: { call: async () => void (calls += 1) },
})
while (calls < LANES * EACH) await new Promise((resolve) => setTimeout(resolve, 5))
const seconds = (performance.now() - startedAt) / 1000
await runner.stop()
await pool.end()
console.log(JSON.stringify({ deliveriesPerSecond: Math.round((LANES * EACH) / seconds) }))
process.exit(0)
