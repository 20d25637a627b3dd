import { randomUUID } from 'node:crypto'
import { decodePresenceFrame, encodeInterest, encodeMove, type PresenceFrame } from '@atrium/shared/realtime/presence-frames.ts'
import type { Area } from '@atrium/shared/space/interest.rules.ts'
import type { SocketHandle } from '../../infra/live.ts'

/** The first byte of a whole frame from a server. */
const BINARY = 0x82
const TEXT = 0x81

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
  /** Says what it sees, and whom it looks after. */
  look(area: Area, watched?: number | null): void
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
    look: (area, watched = null) => binaryListeners.forEach((listener) => listener(encodeInterest({ area, watched }))),
    walk: (x, y) => binaryListeners.forEach((listener) => listener(encodeMove(x, y))),
    presence: () =>
      payloads(tape.frames, BINARY)
        .map(decodePresenceFrame)
        .filter((frame) => frame !== null),
    texts: () => payloads(tape.frames, TEXT).map((payload) => JSON.parse(Buffer.from(payload).toString()) as unknown),
    lastOf: (slot) =>
      tape
        .presence()
        .flatMap((frame) => (frame.kind === 'positions' || frame.kind === 'sight' ? frame.positions : []))
        .findLast((position) => position.slot === slot) ?? null,
  }
  return tape
}

/** What is written at once may be several frames. */
function payloads(written: readonly Uint8Array[], first: number): Uint8Array[] {
  const found: Uint8Array[] = []
  for (const bytes of written) {
    for (let at = 0; at < bytes.length;) {
      const { begin, end } = payloadAt(bytes, at)
      if (bytes[at] === first) found.push(bytes.subarray(begin, end))
      at = end
    }
  }
  return found
}

function payloadAt(bytes: Uint8Array, at: number): { begin: number; end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at)
  const short = view.getUint8(1)
  const [header, length] =
    short < 126 ? [2, short] : short === 126 ? [4, view.getUint16(2)] : ([10, Number(view.getBigUint64(2))] as [number, number])
  return { begin: at + header, end: at + header + length }
}
