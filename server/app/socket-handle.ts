import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import type { Duplex } from 'node:stream'
import { WebSocket } from 'ws'
import { CLOSE_SESSION_ENDED } from '../identity/session-sockets.ts'
import type { SocketHandle } from '../infra/live.ts'

/** How long a client has to answer our goodbye. */
const GOODBYE_MS = 1_000

/** The handle, and its other side: who reads the socket tells it of binary messages. */
export interface OwnSocket {
  handle: SocketHandle
  hear(message: Uint8Array): void
}

/**
 * Frames that were made once are written to the connection itself, beside those that `ws` sends: without compression `ws`
 * writes each of its frames whole and at once, so the two never mix.
 */
export function socketHandle(ws: WebSocket, connection: Duplex): OwnSocket {
  const ended = new EventEmitter()
  const binaryListeners: ((message: Uint8Array) => void)[] = []
  // Asked for every frame: the getters in front of it cost as much as all else that a frame costs here.
  const { _writableState: waiting } = connection as Duplex & { _writableState: { length: number } }
  const handle: SocketHandle = {
    id: randomUUID(),
    write(frame) {
      // As soon as the connection errs or ends, `ws` is no longer open.
      if (ws.readyState === WebSocket.OPEN) connection.write(frame)
    },
    bufferedBytes: () => waiting.length,
    close(code, reason) {
      ws.close(code, reason)
      if (code === CLOSE_SESSION_ENDED) ended.emit('ended')
      setTimeout(() => ws.terminate(), GOODBYE_MS).unref()
    },
    cut: () => ws.terminate(),
    onClose(listener) {
      if (ws.readyState === WebSocket.CLOSED) queueMicrotask(listener)
      else ws.once('close', listener)
    },
    onEnded: (listener) => void ended.once('ended', listener),
    onBinary: (listener) => void binaryListeners.push(listener),
  }
  return {
    handle,
    hear(message) {
      for (const listener of binaryListeners) listener(message)
    },
  }
}
