import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import pg from 'pg'
import { createBatchedInsert } from '../measure/batched-insert.ts'

/** The limit: node:http, the signature checked, the event inserted in batches, 200 after the commit. `argv[2]` database, `argv[3]` signing secret. */
const [, , databaseUrl, secret = ''] = process.argv
const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 })
await pool.query(
  'create table if not exists bare_inbox (event_id text primary key, payload jsonb not null, at timestamptz not null default now())',
)
const insert = createBatchedInsert<{ id: string; payload: string }>(
  pool,
  'insert into bare_inbox (event_id, payload) select * from unnest($1::text[], $2::jsonb[]) on conflict do nothing',
  (rows) => [rows.map((row) => row.id), rows.map((row) => row.payload)],
)

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = Buffer.concat(chunks)
    const timestamp = String(request.headers['x-slack-request-timestamp'])
    const expected = Buffer.from(`v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`)
    const given = Buffer.from(String(request.headers['x-slack-signature']))
    if (given.length !== expected.length || !timingSafeEqual(given, expected) || Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) {
      response.writeHead(401).end()
      return
    }
    const payload = body.toString()
    const event = JSON.parse(payload) as { event_id: string }
    insert({ id: event.event_id, payload }).then(
      () => response.writeHead(200).end(),
      () => response.writeHead(503).end(),
    )
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') console.log(`ready http://127.0.0.1:${address.port}`)
})
