import type { PersonId } from '@atrium/shared/ids.ts'
import { decodePresenceFrame } from '@atrium/shared/realtime/presence-frames.ts'
import type { Point } from '@atrium/shared/space/movement.rules.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import { addSample, positionAt, type Drawn, type Track } from './interpolation.rules.ts'

export interface Positions {
  hear(frame: Uint8Array, nowMs: number): void
  /** Where to draw them now. */
  of(presence: PresenceView, nowMs: number): Drawn
  /** Their last known place, for walking to them. */
  lastOf(presence: PresenceView): Point
  /** The slot may become another person's. */
  forget(personId: PersonId): void
  clear(): void
  /** Something has moved. */
  onMoved(listener: () => void): () => void
  /** The server wants this person elsewhere. */
  onCorrection(listener: (point: Point) => void): () => void
}

/** Where everybody is, as the binary frames tell it. Kept whether or not a map is drawn: a socket hears all places only once. */
export function createPositions(): Positions {
  const tracks = new Map<number, Track>()
  const owners = new Map<PersonId, number>()
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
  return {
    hear(frame, nowMs) {
      const heard = decodePresenceFrame(frame)
      if (heard?.kind === 'correction') corrected.forEach((listener) => listener(heard))
      if (heard?.kind !== 'positions') return
      for (const { slot, x, y } of heard.positions) addSample(trackOf(slot), { atMs: nowMs, x, y })
      moved.forEach((listener) => listener())
    },
    of(presence, nowMs) {
      owners.set(presence.person.id, presence.slot)
      return positionAt(tracks.get(presence.slot) ?? [], nowMs) ?? { x: presence.x, y: presence.y, moving: false }
    },
    lastOf: (presence) => tracks.get(presence.slot)?.at(-1) ?? presence,
    forget(personId) {
      const slot = owners.get(personId)
      if (slot !== undefined) tracks.delete(slot)
      owners.delete(personId)
    },
    clear() {
      tracks.clear()
      owners.clear()
    },
    onMoved: (listener) => subscribe(moved, listener),
    onCorrection: (listener) => subscribe(corrected, listener),
  }
}
