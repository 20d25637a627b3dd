import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { drained, LANES, WARM_EACH } from './drain.ts'
import { measureFreeLanes } from './free-lanes.ts'

/**
 * graphile-worker. `argv[2]` database, `argv[3]` folder of the peer, `argv[4]` how: `queues`, a queue per lane, which is how it keeps order; `plain`
 * and `local`, its local queue, keep none. `argv[5]`, `argv[6]`: jobs a second on free lanes, and for how many seconds.
 */
interface Graphile {
  run(options: object): Promise<{ stop(): Promise<void> }>
  runMigrations(options: object): Promise<void>
}
const [, , connectionString = '', folder = '', how = 'plain', perSecond, seconds] = process.argv
const EACH = { queues: 1, plain: 2, local: 10 }[how] ?? 1
const loaded = (await import(pathToFileURL(join(folder, 'node_modules/graphile-worker/dist/index.js')).href)) as Graphile & {
  default?: Graphile
}
const graphile = loaded.default ?? loaded
const pool = new pg.Pool({ connectionString, max: 16 })
pool.on('error', () => {})
pool.on('connect', (client) => client.on('error', () => {}))
await graphile.runMigrations({ connectionString })
const queueOf = how === 'queues' ? `, queue_name := 'lane ' || lane` : ''

let calls = 0
const called = new Map<number, number>()
const call = async (payload: { number?: number }): Promise<void> => {
  calls += 1
  if (payload.number !== undefined) called.set(payload.number, performance.now())
}
const start = () =>
  graphile.run({
    pgPool: pool,
    concurrency: 10,
    noHandleSignals: true,
    taskList: { call },
    ...(how === 'local' ? { preset: { worker: { concurrentJobs: 10, localQueue: { size: 500 }, completeJobBatchDelay: 0 } } } : {}),
  })

/** Filled while nobody works. */
async function drain(each: number): Promise<number> {
  const fill = `select graphile_worker.add_job('call', '{"text":"hello"}'${queueOf}) from generate_series(1, ${each}), generate_series(1, ${LANES}) lane`
  await pool.query(fill)
  // The server would do so by itself, but not before the jobs are gone.
  await pool.query('vacuum analyze graphile_worker._private_jobs, graphile_worker._private_job_queues')
  calls = 0
  const startedAt = performance.now()
  const runner = await start()
  const rate = await drained(LANES * each, () => calls, startedAt)
  await runner.stop()
  return rate
}

if (how !== 'queues') await drain(1)
const deliveriesPerSecond = await drain(how === 'queues' ? WARM_EACH / 2 : EACH)
await start()
const free = await measureFreeLanes(
  { perSecond: Number(perSecond), seconds: Number(seconds) },
  {
    commit: async (number) => {
      const text = `select graphile_worker.add_job('call', json_build_object('number', $1::int)${how === 'queues' ? `, queue_name := 'free ' || $1::int` : ''})`
      await pool.query({ name: 'owe', text, values: [number] })
    },
    calledAt: (number) => called.get(number),
  },
)
console.log(JSON.stringify({ deliveriesPerSecond, ...free }))
process.exit(0)
