import { randomUUID } from 'node:crypto'
import { decodePresenceFrame, encodeMove, type PresenceFrame } from '@atrium/shared/realtime/presence-frames.ts'
import type { SocketHandle } from '../../infra/live.ts'

/** A connection whose reader is as slow as the test wants, and which keeps what was written. */
export interface SocketTape extends SocketHandle {
  frames: Uint8Array[]
  presence(): PresenceFrame[]
  /** The JSON of the text frames. */
  texts(): unknown[]
  /** Where somebody was last said to be. */
  lastOf(slot: number): { x: number; y: number } | null
  buffered: number
  closed: { code: number | null } | null
  /** As when the session is over and the client does not answer the goodbye. */
  endWithoutAnswer(): void
  walk(x: number, y: number): void
}

export function socketTape(): SocketTape {
  const closeListeners: (() => void)[] = []
  const endedListeners: (() => void)[] = []
  const binaryListeners: ((message: Uint8Array) => void)[] = []
  const end = (code: number | null) => {
    if (tape.closed) return
    tape.closed = { code }
    closeListeners.forEach((listener) => listener())
  }
  const tape: SocketTape = {
    id: randomUUID(),
    frames: [],
    buffered: 0,
    closed: null,
    write: (frame) => void tape.frames.push(frame),
    bufferedBytes: () => tape.buffered,
    close: (code) => end(code),
    cut: () => end(null),
    endWithoutAnswer: () => endedListeners.forEach((listener) => listener()),
    onEnded: (listener) => void endedListeners.push(listener),
    onClose: (listener) => void closeListeners.push(listener),
    onBinary: (listener) => void binaryListeners.push(listener),
    walk: (x, y) => binaryListeners.forEach((listener) => listener(encodeMove(x, y))),
    presence: () =>
      tape.frames.flatMap((frame) => (frame[0] === 0x82 ? [decodePresenceFrame(payloadOf(frame))] : [])).filter((frame) => frame !== null),
    texts: () =>
      tape.frames.flatMap((frame) => (frame[0] === 0x81 ? [JSON.parse(Buffer.from(payloadOf(frame)).toString()) as unknown] : [])),
    lastOf: (slot) =>
      tape
        .presence()
        .flatMap((frame) => (frame.kind === 'positions' ? frame.positions : []))
        .findLast((position) => position.slot === slot) ?? null,
  }
  return tape
}

function payloadOf(frame: Uint8Array): Uint8Array {
  const length = frame[1] ?? 0
  return frame.subarray(length < 126 ? 2 : length === 126 ? 4 : 10)
}
