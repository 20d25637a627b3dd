import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'

/** socket.io as its documentation has it: the moves since the last tick, emitted to the room. `argv[2]`: the folder of the peer, `argv[3]`: `json` or `msgpack`. */
interface Peer {
  Server: new (
    server: ReturnType<typeof createServer>,
    options: object,
  ) => {
    on(
      event: 'connection',
      listener: (socket: {
        on(event: string, listener: (...args: number[]) => void): void
        emit(event: string, slot: number): void
        join(room: string): void
      }) => void,
    ): void
    to(room: string): { emit(event: string, moves: number[][]): void }
  }
}
const [, , folder = '', encoding] = process.argv
const { Server } = (await import(pathToFileURL(join(folder, 'node_modules/socket.io/wrapper.mjs')).href)) as Peer
const server = createServer()
const parser = encoding === 'msgpack' ? createRequire(join(folder, 'package.json'))('socket.io-msgpack-parser') : undefined
const io = new Server(server, { transports: ['websocket'], ...(parser ? { parser } : {}) })
const moved = new Map<number, number[]>()
let nextSlot = 0
io.on('connection', (socket) => {
  const slot = nextSlot++
  socket.join('room')
  socket.on('move', (x = 0, y = 0) => moved.set(slot, [slot, x, y]))
  socket.emit('slot', slot)
})
setInterval(() => {
  if (moved.size === 0) return
  io.to('room').emit('tick', [...moved.values()])
  moved.clear()
}, 50)
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') console.log(`ready http://127.0.0.1:${address.port}`)
})
