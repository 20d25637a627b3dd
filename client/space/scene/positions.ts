import { decodePresenceFrame } from '@atrium/shared/realtime/presence-frames.ts'
import type { Point } from '@atrium/shared/space/movement.rules.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import { addSample, positionAt, type Drawn, type Track } from './interpolation.rules.ts'

export interface Positions {
  hear(frame: Uint8Array, nowMs: number): void
  /** Where to draw them now; null when they are out of sight. */
  of(presence: PresenceView, nowMs: number): Drawn | null
  /** Where they were heard to be, for walking to them; null when they are out of sight. */
  lastOf(presence: PresenceView): Point | null
  clear(): void
  /** Something has moved. */
  onMoved(listener: () => void): () => void
  /** The server wants this person elsewhere. */
  onCorrection(listener: (point: Point) => void): () => void
}

/** Where everybody in sight is, as the binary frames tell it. Kept whether or not a map is drawn: what does not change is told only once. */
export function createPositions(): Positions {
  const tracks = new Map<number, Track>()
  const moved = new Set<() => void>()
  const corrected = new Set<(point: Point) => void>()
  const subscribe = <T>(listeners: Set<T>, listener: T) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  const trackOf = (slot: number): Track => {
    const known = tracks.get(slot) ?? []
    tracks.set(slot, known)
    return known
  }
  const keepOnly = (slots: ReadonlySet<number>) => {
    for (const slot of tracks.keys()) if (!slots.has(slot)) tracks.delete(slot)
  }
  return {
    hear(frame, nowMs) {
      const heard = decodePresenceFrame(frame)
      if (heard?.kind === 'correction') corrected.forEach((listener) => listener(heard))
      if (heard?.kind === 'sight') keepOnly(new Set(heard.positions.map(({ slot }) => slot)))
      if (heard?.kind === 'gone') heard.slots.forEach((slot) => tracks.delete(slot))
      if (heard?.kind === 'sight' || heard?.kind === 'positions')
        for (const { slot, x, y } of heard.positions) addSample(trackOf(slot), { atMs: nowMs, x, y })
      else if (heard?.kind !== 'gone') return
      moved.forEach((listener) => listener())
    },
    of: ({ slot }, nowMs) => positionAt(tracks.get(slot) ?? [], nowMs),
    lastOf: ({ slot }) => tracks.get(slot)?.at(-1) ?? null,
    clear: () => tracks.clear(),
    onMoved: (listener) => subscribe(moved, listener),
    onCorrection: (listener) => subscribe(corrected, listener),
  }
}
