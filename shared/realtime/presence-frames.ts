import { REACTIONS, type Reaction } from '../space/gestures.ts'

/**
 * Presence as bytes: the binary frames on the WebSocket whose text frames are tRPC. Coordinates are map units, little endian u16.
 *
 * - client → server `[1][x][y]`: "I am at", at most 10 a second.
 * - server → client `[2]` then n × `[slot][x][y]`: where people are now. Everybody gets the same bytes, so your own slot comes back to you:
 *   the tab that walks ignores it, another tab of the same person follows it.
 * - server → client `[3][x][y]`: you are here (a wall, too fast, or you were moved); go on from there.
 * - server → client `[4][slot][reaction]`: they show a reaction, one byte that is its place in `REACTIONS`.
 * - server → client `[5][slot][slot]`: the first waves at the second.
 */
export const MOVE = 1
export const POSITIONS = 2
export const CORRECTION = 3
export const REACTION = 4
export const WAVE = 5

/** Bytes of a frame of `count` positions. */
export const positionsLength = (count: number): number => 1 + count * 6

export function encodeMove(x: number, y: number): Uint8Array<ArrayBuffer> {
  return encodePoint(MOVE, x, y)
}
export function encodeCorrection(x: number, y: number): Uint8Array<ArrayBuffer> {
  return encodePoint(CORRECTION, x, y)
}

export function encodeReaction(slot: number, reaction: Reaction): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(4)
  frame[0] = REACTION
  putWord(frame, 1, slot)
  frame[3] = REACTIONS.indexOf(reaction)
  return frame
}
export function encodeWave(slot: number, toSlot: number): Uint8Array<ArrayBuffer> {
  return encodePoint(WAVE, slot, toSlot)
}

/** @returns null when it is no such frame. */
export function decodeMove(frame: Uint8Array): { x: number; y: number } | null {
  if (frame.length !== 5 || frame[0] !== MOVE) return null
  return { x: word(frame, 1), y: word(frame, 3) }
}

export type PresenceFrame =
  | { kind: 'positions'; positions: { slot: number; x: number; y: number }[] }
  | { kind: 'correction'; x: number; y: number }
  | { kind: 'reaction'; slot: number; reaction: Reaction }
  | { kind: 'wave'; slot: number; toSlot: number }

/** @returns null when it is no frame that this version knows. */
export function decodePresenceFrame(frame: Uint8Array): PresenceFrame | null {
  if (frame[0] === CORRECTION && frame.length === 5) return { kind: 'correction', x: word(frame, 1), y: word(frame, 3) }
  if (frame[0] === WAVE && frame.length === 5) return { kind: 'wave', slot: word(frame, 1), toSlot: word(frame, 3) }
  if (frame[0] === REACTION && frame.length === 4) {
    const reaction = REACTIONS[frame[3] ?? REACTIONS.length]
    return reaction ? { kind: 'reaction', slot: word(frame, 1), reaction } : null
  }
  if (frame[0] !== POSITIONS || (frame.length - 1) % 6 !== 0) return null
  const positions: { slot: number; x: number; y: number }[] = []
  for (let at = 1; at < frame.length; at += 6) positions.push({ slot: word(frame, at), x: word(frame, at + 2), y: word(frame, at + 4) })
  return { kind: 'positions', positions }
}

/** Writes the `index`-th position into a frame of `positionsLength` bytes. */
export function putPosition(frame: Uint8Array, index: number, position: { slot: number; x: number; y: number }): void {
  const at = 1 + index * 6
  putWord(frame, at, position.slot)
  putWord(frame, at + 2, position.x)
  putWord(frame, at + 4, position.y)
}

function encodePoint(kind: number, x: number, y: number): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(5)
  frame[0] = kind
  putWord(frame, 1, x)
  putWord(frame, 3, y)
  return frame
}

function putWord(frame: Uint8Array, at: number, value: number): void {
  frame[at] = value & 0xff
  frame[at + 1] = value >> 8
}

function word(frame: Uint8Array, at: number): number {
  return (frame[at] ?? 0) | ((frame[at + 1] ?? 0) << 8)
}
