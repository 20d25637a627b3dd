import type { Point } from '@atrium/shared/space/movement.rules.ts'
import type { Portal, SpaceMap } from '@atrium/shared/space/views.ts'

export function portalAt({ portals }: SpaceMap, { x, y }: Point): Portal | null {
  return portals.find((portal) => x >= portal.x && y >= portal.y && x <= portal.x + portal.width && y <= portal.y + portal.height) ?? null
}
