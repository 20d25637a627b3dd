import type { PersonId } from '@atrium/shared/ids.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import type { Drawn } from '../scene/interpolation.rules.ts'
import type { SceneSource } from './create-renderer.ts'

export interface PlacedPerson {
  presence: PresenceView
  mine: boolean
  place: Drawn
  /** From 0 to 1 while they come in. */
  grown: number
}

const ARRIVAL_MS = 260

/** Where to draw everybody in sight, the hindmost first: who stands further down is in front, and one's own avatar is in front of all. */
export function createPlacement(source: SceneSource) {
  const arrivals = new Map<PersonId, number>()
  return (nowMs: number): PlacedPerson[] => {
    const me = source.me()
    const isFirst = arrivals.size === 0
    const present = source.present()
    if (arrivals.size > present.length + 100) arrivals.clear()
    const people = present.flatMap((presence): PlacedPerson[] => {
      const { id } = presence.person
      const mine = id === me
      // Who was here before one looked does not come in now.
      if (!arrivals.has(id)) arrivals.set(id, isFirst || !source.lively() ? -Infinity : nowMs)
      const grown = Math.min(1, (nowMs - arrivals.get(id)!) / ARRIVAL_MS)
      const place = mine ? ownPlace(source, presence, nowMs) : source.positions.of(presence, nowMs)
      return place ? [{ presence, mine, grown, place }] : []
    })
    return people.sort((one, other) => Number(one.mine) - Number(other.mine) || one.place.y - other.place.y)
  }
}

/** Where this tab walks, or where another tab of the same person has walked. */
function ownPlace({ walker, positions, space }: SceneSource, presence: PresenceView, nowMs: number): Drawn {
  if (walker.busy || walker.isOwnWalk(nowMs)) return { ...walker.position, moving: walker.isWalking }
  const heard = positions.of(presence, nowMs) ?? { ...walker.position, moving: false }
  const map = space()?.map
  if (map && Math.hypot(heard.x - walker.position.x, heard.y - walker.position.y) > 1.5) walker.place(map, heard)
  return { ...walker.position, moving: heard.moving }
}
