import { WebSocket } from 'ws'
import { encodeInterest } from '@atrium/shared/realtime/presence-frames.ts'
import { areaOf, type Area } from '@atrium/shared/space/interest.rules.ts'
import { mover, readTick } from './join-raw.ts'
import type { Join } from './join.ts'

/** What a browser of this size asks for: its screen at a zoom of 1, and what is next to it. */
const SCREEN = { width: 1440, height: 900 }
const AROUND = 160

function onScreen({ x, y }: { x: number; y: number }): Area {
  const [width, height] = [SCREEN.width + 2 * AROUND, SCREEN.height + 2 * AROUND]
  return areaOf({ x: x - width / 2, y: y - height / 2, width, height })
}

/** Enters a space over tRPC's socket as a client of ours does; moves are binary frames on the same socket. */
export const joinAtrium: Join = (options, index, listener) => {
  const socket = new WebSocket(`${options.url.replace('http', 'ws')}/trpc`, {
    perMessageDeflate: false,
    headers: { cookie: options.cookies?.[index] ?? '', origin: options.url },
  })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('close', (code, reason) => reject(new Error(`socket ${index} closed: ${code} ${reason.toString()}`)))
    socket.once('open', () =>
      socket.send(
        JSON.stringify({ id: 1, jsonrpc: '2.0', method: 'mutation', params: { path: 'space.enter', input: { spaceId: options.spaceId } } }),
      ),
    )
    socket.on('message', (data: Buffer, isBinary) => {
      listener.bytes(data.length)
      if (isBinary) return readTick(data, listener)
      const answer = JSON.parse(data.toString()) as {
        id?: number
        error?: unknown
        result?: { data: { presence: { slot: number; x: number; y: number } } }
      }
      if (answer.id !== 1) return
      if (!answer.result) return reject(new Error(`not let in: ${JSON.stringify(answer.error)}`))
      const { slot, x, y } = answer.result.data.presence
      const joined = { slot, x, y, move: mover(socket) }
      if (options.sees !== 'screen') return resolve(joined)
      const area = onScreen(joined)
      socket.send(encodeInterest({ area, watched: null }))
      resolve({ ...joined, area })
    })
  })
}
