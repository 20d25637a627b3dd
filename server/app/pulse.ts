import type { WebSocket } from 'ws'
import type { SocketHandle } from '../infra/live.ts'

export interface Pulse {
  watch(ws: WebSocket, handle: SocketHandle): void
  stop(): void
}

/** Pings every socket; one that has not answered by the next time, or does not read what it asked for, is cut. */
export function startPulse({ pingMs, cutAtBytes }: { pingMs: number; cutAtBytes: number }): Pulse {
  const watched = new Map<WebSocket, { handle: SocketHandle; answered: boolean }>()
  const timer = setInterval(() => {
    for (const [ws, state] of watched) {
      if (!state.answered || state.handle.bufferedBytes() > cutAtBytes) {
        state.handle.cut()
        continue
      }
      state.answered = false
      ws.ping()
    }
  }, pingMs)
  return {
    watch(ws, handle) {
      const state = { handle, answered: true }
      watched.set(ws, state)
      ws.on('pong', () => {
        state.answered = true
      })
      handle.onClose(() => watched.delete(ws))
    },
    stop: () => clearInterval(timer),
  }
}
