import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { startPulse, type Pulse } from './pulse.ts'
import { socketHandle } from './socket-handle.ts'
import { eventually } from './testing/test-client.ts'

const server = createServer()
let wss: WebSocketServer
let pulse: Pulse

beforeEach(async () => {
  pulse = startPulse({ pingMs: 50, cutAtBytes: 1 << 20 })
  wss = new WebSocketServer({ server, perMessageDeflate: false })
  wss.on('connection', (ws, request) => pulse.watch(ws, socketHandle(ws, request.socket).handle))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(async () => {
  pulse.stop()
  wss.clients.forEach((ws) => ws.terminate())
  wss.close()
  server.close()
  await once(server, 'close')
})

async function join(options: { autoPong: boolean }): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, options)
  await once(socket, 'open')
  return socket
}

it('[SP2] cuts a client that answers no ping, and no other', async () => {
  const [silent, lively] = [await join({ autoPong: false }), await join({ autoPong: true })]
  await eventually(() => silent.readyState === WebSocket.CLOSED)
  await sleep(200)
  expect(lively.readyState).toBe(WebSocket.OPEN)
  expect(wss.clients.size).toBe(1)
})
