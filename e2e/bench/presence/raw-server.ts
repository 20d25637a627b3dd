import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { WebSocketServer } from 'ws'
import { MOVE, MovedSinceTick } from './frames.ts'

/**
 * The limit: nothing but `ws`, and one frame a tick, headed once and written to every socket as it is. It knows nobody and
 * checks nothing. The first message to a client is its slot, as text.
 */
const server = createServer()
const sockets = new Set<Socket>()
const room = new MovedSinceTick()
let nextSlot = 0

new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket, request) => {
  const slot = nextSlot++
  sockets.add(request.socket)
  socket.on('close', () => sockets.delete(request.socket))
  socket.on('message', (data, isBinary) => {
    if (isBinary && Buffer.isBuffer(data) && data[0] === MOVE) room.moved(slot, data)
  })
  socket.send(String(slot))
})

setInterval(() => {
  const payload = room.take()
  if (!payload) return
  const frame = Buffer.concat([headerOf(payload.length), payload])
  for (const socket of sockets) if (socket.writable) socket.write(frame)
}, 50)

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
