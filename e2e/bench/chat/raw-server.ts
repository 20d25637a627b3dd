import pg from 'pg'
import { WebSocketServer, type WebSocket } from 'ws'
import { createBatchedInsert } from '../measure/batched-insert.ts'

/** Raw `ws` and pg: `{id, text}` is inserted, then sent to everybody as text. `argv[2]` database, `argv[3]` `batched` or `plain`. */
const [, , databaseUrl, mode] = process.argv
const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 })
await pool.query(
  'create table if not exists raw_message (id bigint generated always as identity primary key, text text not null, at timestamptz not null default now())',
)
const batched = createBatchedInsert<string>(pool, 'insert into raw_message (text) select * from unnest($1::text[])', (rows) => [rows])
const plain = async (text: string): Promise<void> => {
  await pool.query({ name: 'one', text: 'insert into raw_message (text) values ($1)', values: [text] })
}
const insert = mode === 'batched' ? batched : plain

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
const sockets = new Set<WebSocket>()
server.on('connection', (socket) => {
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket))
  socket.on('message', (data: Buffer) => {
    const { id, text } = JSON.parse(data.toString()) as { id: number; text: string }
    void insert(text).then(() => {
      const frame = JSON.stringify({ type: 'message', text })
      for (const each of sockets) each.send(frame)
      socket.send(JSON.stringify({ id, ok: true }))
    })
  })
})
server.on('listening', () => {
  const address = server.address()
  if (address && typeof address === 'object') console.log(`ready ws://127.0.0.1:${address.port}`)
})
