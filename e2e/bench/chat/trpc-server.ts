import { EventEmitter, on } from 'node:events'
import { initTRPC, tracked } from '@trpc/server'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import { Kysely, PostgresDialect, type Generated } from 'kysely'
import pg from 'pg'
import { WebSocketServer } from 'ws'
import { z } from 'zod'

/**
 * tRPC as its documentation has it: a mutation inserts and emits; every subscriber runs a generator of its own. `argv[2]` database, `argv[3]`
 * `pg` or `kysely`.
 */
const pool = new pg.Pool({ connectionString: process.argv[2], max: 4 })
await pool.query(
  'create table if not exists trpc_message (id bigint generated always as identity primary key, text text not null, at timestamptz not null default now())',
)
const db = new Kysely<{ trpc_message: { id: Generated<string>; text: string } }>({ dialect: new PostgresDialect({ pool }) })
const insertWithKysely = async (text: string): Promise<string> => {
  const { id } = await db.insertInto('trpc_message').values({ text }).returning('id').executeTakeFirstOrThrow()
  return id
}
const insertWithPg = async (text: string): Promise<string> => {
  const query = { name: 'one', text: 'insert into trpc_message (text) values ($1) returning id', values: [text] }
  const { rows } = await pool.query<{ id: string }>(query)
  return rows[0]?.id ?? ''
}
const insert = process.argv[3] === 'kysely' ? insertWithKysely : insertWithPg

const posted = new EventEmitter().setMaxListeners(0)
const t = initTRPC.create()
const router = t.router({
  send: t.procedure.input(z.object({ text: z.string().min(1).max(12_000) })).mutation(async ({ input: { text } }) => {
    posted.emit('message', { id: await insert(text), text })
    return { ok: true }
  }),
  changes: t.procedure.subscription(async function* ({ signal }) {
    for await (const [message] of on(posted, 'message', signal ? { signal } : {})) {
      const { id, text } = message as { id: string; text: string }
      yield tracked(id, { type: 'message', text })
    }
  }),
})
const wss = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
applyWSSHandler({ wss, router })
wss.on('listening', () => {
  const address = wss.address()
  if (address && typeof address === 'object') console.log(`ready ws://127.0.0.1:${address.port}`)
})
