import { WebSocket } from 'ws'
import { decodePresenceFrame, encodeMove, type PresenceFrame } from '@atrium/shared/realtime/presence-frames.ts'
import { eventually } from './test-client.ts'

/** A client that sees the frames themselves. */
export interface RawClient {
  socket: WebSocket
  texts: { id: number | null; result?: { type: string; data?: unknown }; error?: unknown }[]
  presence: PresenceFrame[]
  order: ('text' | 'binary')[]
  closed: number | null
  /** Of the upgrade, when it was refused. */
  refused: number | null
  call(method: 'query' | 'mutation' | 'subscription', path: string, input?: unknown): Promise<unknown>
  walk(x: number, y: number): void
}

export function rawClient(url: string, headers: { cookie?: string; origin?: string }, path = '/trpc'): RawClient {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, { headers, perMessageDeflate: false })
  let lastId = 0
  const client: RawClient = {
    socket,
    texts: [],
    presence: [],
    order: [],
    closed: null,
    refused: null,
    async call(method, procedure, input) {
      const id = ++lastId
      await eventually(() => socket.readyState === WebSocket.OPEN)
      socket.send(JSON.stringify({ id, method, params: { path: procedure, input } }))
      await eventually(() => client.texts.some((text) => text.id === id))
      const answer = client.texts.find((text) => text.id === id)
      return answer?.error ?? answer?.result?.data
    },
    walk: (x, y) => socket.send(encodeMove(x, y)),
  }
  socket.on('message', (data: Buffer, isBinary) => {
    client.order.push(isBinary ? 'binary' : 'text')
    if (!isBinary) client.texts.push(JSON.parse(data.toString()) as RawClient['texts'][number])
    const frame = isBinary ? decodePresenceFrame(data) : null
    if (frame) client.presence.push(frame)
  })
  socket.on('close', (code) => (client.closed = code))
  socket.on('unexpected-response', (_request, response) => {
    client.refused = response.statusCode ?? 0
    socket.terminate()
  })
  socket.on('error', () => {})
  return client
}
