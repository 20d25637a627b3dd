import { REACTIONS, type Reaction } from '../space/gestures.ts'
import type { Area } from '../space/interest.rules.ts'

/**
 * Presence as bytes: the binary frames on the WebSocket whose text frames are tRPC. Coordinates are map units, little endian u16.
 *
 * - client → server `[1][x][y]`: "I am at", at most 10 a second.
 * - server → client `[2]` then n × `[slot][x][y]`: where people are now. Everybody gets the same bytes, so your own slot comes back to you:
 *   the tab that walks ignores it, another tab of the same person follows it.
 * - server → client `[3][x][y]`: you are here (a wall, too fast, or you were moved); go on from there.
 * - server → client `[4][slot][reaction]`: they show a reaction, one byte that is its place in `REACTIONS`.
 * - server → client `[5][slot][slot]`: the first waves at the second.
 * - client → server `[6][left][top][right][bottom]`, a byte each, then at most one `[slot]`: "I see these cells, and look after that person
 *   wherever they are". Until it says so, a client sees everything.
 * - server → client `[7]` then n × `[slot][x][y]`: these are all whom you see, and where; whoever is not among them is out of sight.
 * - server → client `[8]` then n × `[slot]`: these have gone out of sight. What `[2]` says after that counts.
 */
export const MOVE = 1
export const POSITIONS = 2
export const CORRECTION = 3
export const REACTION = 4
export const WAVE = 5
export const INTEREST = 6
export const SIGHT = 7
export const GONE = 8

/** What one position takes. */
export const POSITION_BYTES = 6
/** Bytes of a frame of `count` positions. */
export const positionsLength = (count: number): number => 1 + count * POSITION_BYTES

/** What a client wants to hear of: an area, and one person wherever they are. */
export interface Interest {
  area: Area
  watched: number | null
}

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

export function encodeInterest({ area, watched }: Interest): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(watched === null ? 5 : 7)
  frame.set([INTEREST, area.left, area.top, area.right, area.bottom])
  if (watched !== null) putWord(frame, 5, watched)
  return frame
}
export function encodeGone(slots: readonly number[]): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(1 + slots.length * 2)
  frame[0] = GONE
  slots.forEach((slot, index) => putWord(frame, 1 + index * 2, slot))
  return frame
}

/** @returns null when it is no such frame. */
export function decodeInterest(frame: Uint8Array): Interest | null {
  const [kind, left = 0, top = 0, right = 0, bottom = 0] = frame
  if (kind !== INTEREST || (frame.length !== 5 && frame.length !== 7)) return null
  return { area: { left, top, right, bottom }, watched: frame.length === 7 ? word(frame, 5) : null }
}

/** @returns null when it is no such frame. */
export function decodeMove(frame: Uint8Array): { x: number; y: number } | null {
  if (frame.length !== 5 || frame[0] !== MOVE) return null
  return { x: word(frame, 1), y: word(frame, 3) }
}

export type PresenceFrame =
  | { kind: 'positions' | 'sight'; positions: { slot: number; x: number; y: number }[] }
  | { kind: 'gone'; slots: number[] }
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
  if (frame[0] === GONE && frame.length % 2 === 1) return { kind: 'gone', slots: wordsOf(frame) }
  if ((frame[0] !== POSITIONS && frame[0] !== SIGHT) || (frame.length - 1) % POSITION_BYTES !== 0) return null
  return { kind: frame[0] === SIGHT ? 'sight' : 'positions', positions: positionsOf(frame) }
}

/** Writes the `index`-th position into a frame of `positionsLength` bytes. */
export function putPosition(frame: Uint8Array, index: number, position: { slot: number; x: number; y: number }): void {
  const at = 1 + index * POSITION_BYTES
  putWord(frame, at, position.slot)
  putWord(frame, at + 2, position.x)
  putWord(frame, at + 4, position.y)
}

function positionsOf(frame: Uint8Array): { slot: number; x: number; y: number }[] {
  const positions: { slot: number; x: number; y: number }[] = []
  for (let at = 1; at < frame.length; at += POSITION_BYTES)
    positions.push({ slot: word(frame, at), x: word(frame, at + 2), y: word(frame, at + 4) })
  return positions
}

function wordsOf(frame: Uint8Array): number[] {
  const words: number[] = []
  for (let at = 1; at < frame.length; at += 2) words.push(word(frame, at))
  return words
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
