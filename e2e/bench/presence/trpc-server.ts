import { EventEmitter, on } from 'node:events'
import { initTRPC } from '@trpc/server'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import { WebSocketServer } from 'ws'
import { z } from 'zod'
import { MovedSinceTick } from './frames.ts'

/**
 * tRPC as its documentation has it: moves are mutations, and every client runs a generator of its own over the ticks. `argv[2]`: `plain`
 * yields the moves, `once` a string of them that was made once for all.
 */
const isOnce = process.argv[2] === 'once'
const room = new MovedSinceTick()
const ticks = new EventEmitter().setMaxListeners(0)
let nextSlot = 0

interface Context {
  slot: number
}
const t = initTRPC.context<Context>().create()
const router = t.router({
  slot: t.procedure.query(({ ctx }) => ctx.slot),
  move: t.procedure
    .input(z.object({ x: z.number().int().min(0).max(65_535), y: z.number().int().min(0).max(65_535) }))
    .mutation(({ ctx, input }) => {
      room.put(ctx.slot, input.x, input.y)
    }),
  ticks: t.procedure.subscription(async function* ({ signal }) {
    for await (const [tick] of on(ticks, 'tick', signal ? { signal } : {})) yield tick as unknown
  }),
})

const wss = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
applyWSSHandler({ wss, router, createContext: (): Context => ({ slot: nextSlot++ }) })
setInterval(() => {
  const moves = room.takeMoves()
  if (moves.length > 0) ticks.emit('tick', isOnce ? JSON.stringify(moves) : moves)
}, 50)
wss.on('listening', () => {
  const address = wss.address()
  if (address && typeof address === 'object') console.log(`ready ws://127.0.0.1:${address.port}`)
})
