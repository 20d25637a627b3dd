import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { MOVE, MovedSinceTick } from './frames.ts'

/**
 * Nothing but `ws`. It knows nobody and checks nothing. `argv[2]`: `prepared`, the limit, heads one frame a tick once and writes it to every
 * connection as it is; `send` gives the same bytes to `ws` for every client; `json` writes and reads JSON, encoded once a tick.
 * The first message to a client is its slot, as text.
 */
const mode = process.argv[2] ?? 'prepared'
const server = createServer()
const sockets = new Map<WebSocket, Socket>()
const room = new MovedSinceTick()
let nextSlot = 0

new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket, request) => {
  const slot = nextSlot++
  sockets.set(socket, request.socket)
  socket.on('close', () => sockets.delete(socket))
  socket.on('message', (data, isBinary) => {
    if (!Buffer.isBuffer(data)) return
    if (mode === 'json') room.put(slot, ...(JSON.parse(data.toString()) as [number, number]))
    else if (isBinary && data[0] === MOVE) room.moved(slot, data)
  })
  socket.send(String(slot))
})

const tick = {
  prepared() {
    const payload = room.take()
    if (!payload) return
    const frame = Buffer.concat([headerOf(payload.length), payload])
    for (const connection of sockets.values()) if (connection.writable) connection.write(frame)
  },
  send() {
    const payload = room.take()
    if (payload) for (const socket of sockets.keys()) socket.send(payload)
  },
  json() {
    const moves = room.takeMoves()
    if (moves.length === 0) return
    const text = JSON.stringify(moves)
    for (const socket of sockets.keys()) socket.send(text)
  },
}[mode]
if (!tick) throw new Error(`no mode ${mode}`)
setInterval(tick, 50)

/** Of an unmasked, whole binary frame. @see https://www.rfc-editor.org/rfc/rfc6455#section-5.2 */
function headerOf(length: number): Buffer {
  if (length < 126) return Buffer.from([0x82, length])
  const header = Buffer.from([0x82, 126, 0, 0])
  header.writeUInt16BE(length, 2)
  return header
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') console.log(`ready ws://127.0.0.1:${address.port}`)
})
