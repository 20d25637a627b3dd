import type { PresenceView } from '@atrium/shared/space/views.ts'
import type { Drawn } from '../scene/interpolation.rules.ts'
import type { SceneSource } from './create-renderer.ts'

export interface PlacedPerson {
  presence: PresenceView
  mine: boolean
  place: Drawn
}

/** Where to draw everybody, the hindmost first: who stands further down is in front, and one's own avatar is in front of all. */
export function placePeople(source: SceneSource, nowMs: number): PlacedPerson[] {
  const me = source.me()
  const people = source.present().map((presence) => {
    const mine = presence.person.id === me
    return { presence, mine, place: mine ? ownPlace(source, presence, nowMs) : source.positions.of(presence, nowMs) }
  })
  return people.sort((one, other) => Number(one.mine) - Number(other.mine) || one.place.y - other.place.y)
}

/** Where this tab walks, or where another tab of the same person has walked. */
function ownPlace({ walker, positions, space }: SceneSource, presence: PresenceView, nowMs: number): Drawn {
  if (walker.busy || walker.isOwnWalk(nowMs)) return { ...walker.position, moving: false }
  const heard = positions.of(presence, nowMs)
  const map = space()?.map
  if (map && Math.hypot(heard.x - walker.position.x, heard.y - walker.position.y) > 1.5) walker.place(map, heard)
  return { ...walker.position, moving: heard.moving }
}
