import { createSignal } from 'solid-js'
import type { PersonId } from '@atrium/shared/ids.ts'
import type { Point } from '@atrium/shared/space/movement.rules.ts'
import type { CurrentSpace } from '../current-space.tsx'
import { toMap, type Camera } from '../scene/camera.rules.ts'

/** Whom the pointer is over, and where their avatar is on the screen. */
export interface Hovered {
  personId: PersonId
  x: number
  y: number
}

/** How near to the middle of an avatar a pointer means the person, in map units. */
const HIT_UNITS = 20

/** Whom somebody points at on the map; not at themselves. */
export function createPointing(current: CurrentSpace, { me, camera }: { me: () => PersonId; camera: () => Camera | null }) {
  const [hovered, setHovered] = createSignal<Hovered | null>(null)
  const personAt = (point: Point) => {
    const nowMs = performance.now()
    return current.present().find((presence) => {
      const at = current.positions.of(presence, nowMs)
      return at !== null && presence.person.id !== me() && Math.hypot(at.x - point.x, at.y - point.y) < HIT_UNITS
    })
  }
  return {
    personAt,
    hovered,
    /** Null: the pointer has gone. */
    hover(pixel: Point | null) {
      const seen = camera()
      const hit = seen && pixel ? personAt(toMap(seen, pixel)) : undefined
      const at = hit && current.positions.of(hit, performance.now())
      if (!seen || !hit || !at) return setHovered(null)
      return setHovered({ personId: hit.person.id, x: (at.x - seen.x) * seen.zoom, y: (at.y - seen.y) * seen.zoom })
    },
  }
}
