import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { CLOSE_SESSION_ENDED } from '../identity/session-sockets.ts'
import type { SocketHandle } from '../infra/live.ts'

/** How long a client has to answer our goodbye. */
const GOODBYE_MS = 1_000

/**
 * Frames that were made once are written to the connection itself, beside those that `ws` sends: without compression `ws`
 * writes each of its frames whole and at once, so the two never mix.
 */
export function socketHandle(ws: WebSocket, connection: Duplex): SocketHandle {
  const ended = new EventEmitter()
  return {
    id: randomUUID(),
    write(frame) {
      if (ws.readyState === ws.OPEN && connection.writable) connection.write(frame)
    },
    bufferedBytes: () => connection.writableLength,
    close(code, reason) {
      ws.close(code, reason)
      if (code === CLOSE_SESSION_ENDED) ended.emit('ended')
      setTimeout(() => ws.terminate(), GOODBYE_MS).unref()
    },
    cut: () => ws.terminate(),
    onClose(listener) {
      if (ws.readyState === ws.CLOSED) queueMicrotask(listener)
      else ws.once('close', listener)
    },
    onEnded: (listener) => void ended.once('ended', listener),
    onBinary(listener) {
      ws.on('message', (message, isBinary) => {
        if (isBinary && Buffer.isBuffer(message)) listener(message)
      })
    },
  }
}
