import type { Socket } from 'node:net'
import pg from 'pg'
import { WebSocketServer, type WebSocket } from 'ws'
import { createBatchedInsert } from '../measure/batched-insert.ts'

/**
 * Raw `ws` and pg: `{id, text}` is inserted, then sent to everybody as text. `argv[2]` database, `argv[3]` `plain`, or `batched`: inserts go in
 * batches, and the frames of a batch to each connection in one write.
 */
const [, , databaseUrl, mode] = process.argv
const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 })
await pool.query(
  'create table if not exists raw_message (id bigint generated always as identity primary key, text text not null, at timestamptz not null default now())',
)
const batched = createBatchedInsert<string>(pool, 'insert into raw_message (text) select * from unnest($1::text[])', (rows) => [rows])
const plain = async (text: string): Promise<void> => {
  await pool.query({ name: 'one', text: 'insert into raw_message (text) values ($1)', values: [text] })
}

const sockets = new Map<WebSocket, Socket>()
const sendAll = (frames: readonly string[]): void => {
  for (const [socket, connection] of sockets) {
    connection.cork()
    for (const frame of frames) socket.send(frame)
    connection.uncork()
  }
}
let waiting: string[] = []
const sendTogether = (frame: string): void => {
  waiting.push(frame)
  if (waiting.length > 1) return
  // After everything else that the same commit resolves.
  setImmediate(() => {
    sendAll(waiting)
    waiting = []
  })
}
const [insert, tell] = mode === 'batched' ? [batched, sendTogether] : [plain, (frame: string) => sendAll([frame])]

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
server.on('connection', (socket, request) => {
  sockets.set(socket, request.socket)
  socket.on('close', () => sockets.delete(socket))
  socket.on('message', (data: Buffer) => {
    const { id, text } = JSON.parse(data.toString()) as { id: number; text: string }
    void insert(text).then(() => {
      tell(JSON.stringify({ type: 'message', text }))
      socket.send(JSON.stringify({ id, ok: true }))
    })
  })
})
server.on('listening', () => {
  const address = server.address()
  if (address && typeof address === 'object') console.log(`ready ws://127.0.0.1:${address.port}`)
})
