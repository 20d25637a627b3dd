import pg from 'pg'

/**
 * The limit: 2,000 lanes of 10 jobs, the heads of many lanes leased in one statement with `skip locked`, settled in one more.
 * Prints `{"deliveriesPerSecond":…}`. `argv[2]` database.
 */
const LANES = 2000
const EACH = 10
const pool = new pg.Pool({ connectionString: process.argv[2], max: 2 })
await pool.query(`
  drop table if exists raw_job; drop table if exists raw_lane;
  create table raw_lane (id int primary key, next_job int not null default 1, leased_until timestamptz);
  create table raw_job (lane int not null, number int not null, payload jsonb not null, done_at timestamptz, primary key (lane, number));
  insert into raw_lane select generate_series(1, ${LANES});
  insert into raw_job select lane, number, '{"text":"hello"}' from generate_series(1, ${LANES}) lane, generate_series(1, ${EACH}) number;
  analyze raw_lane; analyze raw_job;
`)
const startedAt = performance.now()
for (;;) {
  const { rows } = await pool.query<{ id: number; next_job: number }>(`
    update raw_lane set leased_until = now() + interval '10 s'
    where id in (select id from raw_lane where next_job <= ${EACH} and (leased_until is null or leased_until < now()) limit 256 for update skip locked)
    returning id, next_job`)
  if (rows.length === 0) break
  await pool.query(
    `with done as (
       update raw_job set done_at = now() from unnest($1::int[], $2::int[]) as d (lane, number) where raw_job.lane = d.lane and raw_job.number = d.number
     ) update raw_lane set next_job = next_job + 1, leased_until = null where id = any($1::int[])`,
    [rows.map((row) => row.id), rows.map((row) => row.next_job)],
  )
}
const seconds = (performance.now() - startedAt) / 1000
await pool.end()
console.log(JSON.stringify({ deliveriesPerSecond: Math.round((LANES * EACH) / seconds) }))
