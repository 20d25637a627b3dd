import pg from 'pg'
import { LANES, WARM_EACH } from './drain.ts'
import { measureFreeLanes } from './free-lanes.ts'

/**
 * Lanes with as little as they can be made of: the heads of many lanes are leased in one statement with `skip locked`, and settled in one more.
 * `argv[2]` database, `argv[3]` how: `listen`, the limit, is woken by LISTEN; `poll` looks every 100 ms; `single` takes one row at a time.
 * `argv[4]`, `argv[5]`: jobs a second on free lanes, and for how many seconds.
 */
const [, , connectionString, how = 'listen', perSecond, seconds] = process.argv
const EACH = how === 'single' ? 2 : 10
const AT_ONCE = how === 'single' ? 1 : 256
const pool = new pg.Pool({ connectionString, max: 6 })
await pool.query(`
  create table raw_lane (id int primary key, next_job int not null default 1, last_job int not null, leased_until timestamptz);
  create table raw_job (lane int not null, number int not null, payload jsonb not null, done_at timestamptz, primary key (lane, number));
  create index on raw_lane (id) where next_job <= last_job;
`)

async function fill(each: number): Promise<void> {
  await pool.query(`
    truncate raw_lane, raw_job;
    insert into raw_lane select generate_series(1, ${LANES}), 1, ${each};
    insert into raw_job select lane, number, '{"text":"hello"}' from generate_series(1, ${LANES}) lane, generate_series(1, ${each}) number;
    analyze raw_lane; analyze raw_job;
  `)
}

/** @returns how many jobs were called */
async function drainOnce(call: (lane: number) => void): Promise<number> {
  const { rows } = await pool.query<{ id: number; next_job: number }>({
    name: 'lease',
    text: `update raw_lane set leased_until = now() + interval '10 s'
      where id in (
        select id from raw_lane where next_job <= last_job and (leased_until is null or leased_until < now()) limit ${AT_ONCE} for update skip locked
      )
      returning id, next_job`,
  })
  if (rows.length === 0) return 0
  for (const { id } of rows) call(id)
  await pool.query({
    name: 'settle',
    text: `with done as (
        update raw_job set done_at = now() from unnest($1::int[], $2::int[]) as d (lane, number)
        where raw_job.lane = d.lane and raw_job.number = d.number
      ) update raw_lane set next_job = next_job + 1, leased_until = null where id = any($1::int[])`,
    values: [rows.map((row) => row.id), rows.map((row) => row.next_job)],
  })
  return rows.length
}

async function drainAll(each: number): Promise<number> {
  await fill(each)
  const startedAt = performance.now()
  while ((await drainOnce(() => {})) > 0);
  return Math.round((LANES * each) / ((performance.now() - startedAt) / 1000))
}

async function freeLanes() {
  await pool.query('truncate raw_lane, raw_job')
  const called = new Map<number, number>()
  const drain = async () => {
    while ((await drainOnce((lane) => called.set(lane, performance.now()))) > 0);
  }
  let running: Promise<void> | null = null
  let again = false
  const wake = (): void => {
    again = true
    running ??= (async () => {
      while (again) {
        again = false
        await drain()
      }
      running = null
    })()
  }
  if (how === 'poll') setInterval(wake, 100)
  else {
    const listener = new pg.Client({ connectionString })
    await listener.connect()
    await listener.query('listen raw_jobs')
    listener.on('notification', wake)
  }
  return measureFreeLanes(
    { perSecond: Number(perSecond), seconds: Number(seconds) },
    {
      commit: async (number) => {
        const text = `with lane as (insert into raw_lane (id, last_job) values ($1, 1)) insert into raw_job values ($1, 1, '{"text":"hello"}')`
        await pool.query({ name: 'owe', text, values: [number] })
      },
      wake: () => {
        if (how !== 'poll') void pool.query({ name: 'notify', text: `select pg_notify('raw_jobs', '')` })
      },
      calledAt: (number) => called.get(number),
    },
  )
}

await drainAll(WARM_EACH)
const deliveriesPerSecond = how === 'poll' ? {} : { deliveriesPerSecond: await drainAll(EACH) }
const free = how === 'single' ? {} : await freeLanes()
console.log(JSON.stringify({ ...deliveriesPerSecond, ...free }))
process.exit(0)
