import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterAll, expect, it } from 'vitest'
import { ImpatientSocket } from './impatient-socket.ts'

/** Opens every socket and answers nothing after that, as behind a cut network. */
const server = createServer()
server.on('upgrade', ({ headers }, socket: Duplex) => {
  const key = `${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
  const accept = createHash('sha1').update(key).digest('base64')
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`)
})
server.listen(0, '127.0.0.1')
afterAll(() => server.close())

it('[SP11] says once that it is closed, though the browser says so again later: by then another socket may be open', async () => {
  const upgraded = once(server, 'upgrade')
  const socket = new ImpatientSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const closes: Event[] = []
  socket.addEventListener('close', (event) => closes.push(event))
  await once(socket, 'open')
  const [, peer] = (await upgraded) as [unknown, Duplex]
  socket.close()
  await expect.poll(() => closes.length).toBe(1)
  peer.destroy()
  await expect.poll(() => socket.readyState).toBe(WebSocket.CLOSED)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(closes).toHaveLength(1)
})
