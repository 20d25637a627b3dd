import { WebSocket } from 'ws'
import type { MoveOf } from './frames.ts'
import { placeOf, type Join } from './join.ts'

/** Frames as tRPC's client writes them; what comes is read by the one client that looks, and counted by all. */
export const joinTrpc: Join = (options, index, listener) => {
  const socket = new WebSocket(options.url, { perMessageDeflate: false })
  const call = (id: number, method: string, path: string, input?: unknown) =>
    socket.send(JSON.stringify({ id, jsonrpc: '2.0', method, params: { path, ...(input === undefined ? {} : { input }) } }))
  let calls = 2
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('open', () => {
      call(1, 'query', 'slot')
      call(2, 'subscription', 'ticks')
    })
    let joined = false
    socket.on('message', (data: Buffer) => {
      listener.bytes(data.length)
      if (joined && !listener.moved) return
      const { id, result } = JSON.parse(data.toString()) as Answer
      if (id === 1 && typeof result?.data === 'number') {
        joined = true
        resolve({ slot: result.data, ...placeOf(index), move: (x, y) => call(++calls, 'mutation', 'move', { x, y }) })
      }
      if (id === 2 && result?.type === 'data') for (const move of movesOf(result.data)) listener.moved?.(...move)
    })
  })
}

interface Answer {
  id: number
  result?: { type?: string; data?: unknown }
}

function movesOf(data: unknown): MoveOf[] {
  return (typeof data === 'string' ? JSON.parse(data) : data) as MoveOf[]
}
