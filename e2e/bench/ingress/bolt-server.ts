import pg from 'pg'
import { createRequire } from 'node:module'
import type * as bolt from '@slack/bolt'

/** Bolt, made durable the only way it offers: `processBeforeResponse`, and the insert in the listener. `argv[2]` database, `argv[3]` signing secret. */
const [, , databaseUrl, signingSecret = ''] = process.argv
const { App, HTTPReceiver } = createRequire(import.meta.url)('@slack/bolt') as typeof bolt
const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 })
await pool.query(
  'create table if not exists bolt_inbox (event_id text primary key, payload jsonb not null, at timestamptz not null default now())',
)

const receiver = new HTTPReceiver({ signingSecret, processBeforeResponse: true, endpoints: ['/api/slack/events'], port: 0 })
const app = new App({
  receiver,
  authorize: async () => ({ botToken: 'xoxb-none', botId: 'B0', botUserId: 'U0' }),
  processBeforeResponse: true,
})
app.event('message', async ({ body }) => {
  await pool.query('insert into bolt_inbox (event_id, payload) values ($1, $2) on conflict do nothing', [
    body.event_id,
    JSON.stringify(body),
  ])
})
const server = await app.start(0)
const address = server.address()
if (address && typeof address === 'object') console.log(`ready http://127.0.0.1:${address.port}`)
