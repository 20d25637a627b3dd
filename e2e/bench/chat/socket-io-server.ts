import { createServer } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { createBatchedInsert } from '../measure/batched-insert.ts'

/**
 * socket.io as its documentation has it: an event with an acknowledgement is inserted with pg, then emitted to everybody. `argv[2]` database,
 * `argv[3]` `plain` or `batched`, `argv[4]` folder of the peer.
 */
interface Peer {
  Server: new (
    server: ReturnType<typeof createServer>,
    options: object,
  ) => {
    on(event: 'connection', listener: (socket: { on(event: 'send', listener: Send): void }) => void): void
    emit(event: 'message', message: { text: string }): void
  }
}
type Send = (text: string, answer: (result: { ok: boolean }) => void) => void

const [, , connectionString, mode, folder = ''] = process.argv
const { Server } = (await import(pathToFileURL(join(folder, 'node_modules/socket.io/wrapper.mjs')).href)) as Peer
const pool = new pg.Pool({ connectionString, max: 4 })
await pool.query(
  'create table if not exists socket_io_message (id bigint generated always as identity primary key, text text not null, at timestamptz not null default now())',
)
const batched = createBatchedInsert<string>(pool, 'insert into socket_io_message (text) select * from unnest($1::text[])', (rows) => [rows])
const plain = async (text: string): Promise<void> => {
  await pool.query({ name: 'one', text: 'insert into socket_io_message (text) values ($1)', values: [text] })
}
const insert = mode === 'batched' ? batched : plain

const server = createServer()
const io = new Server(server, { transports: ['websocket'] })
io.on('connection', (socket) => {
  socket.on('send', (text, answer) => {
    void insert(text).then(() => {
      io.emit('message', { text })
      answer({ ok: true })
    })
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') console.log(`ready http://127.0.0.1:${address.port}`)
})
