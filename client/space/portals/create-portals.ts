import { unwrap } from 'solid-js/store'
import type { PieceId, SpaceId } from '@atrium/shared/ids.ts'
import type { Portal, SpaceMap, SpaceView } from '@atrium/shared/space/views.ts'
import type { Feed } from '../../realtime/feed.tsx'
import type { Toasts } from '../../ui/toast.tsx'
import type { Walker } from '../scene/walker.ts'
import { portalAt } from './portals.rules.ts'

interface PortalParts {
  walker: Walker
  map: () => SpaceMap | undefined
  /** Somebody has walked onto it. */
  onEntered: (portal: Portal) => void
}

export interface Portals {
  /** On to the space that a portal of this one leads to. */
  go(portal: Portal): void
  /** The one that was just gone through, for the server; once. */
  take(): PieceId | null
  /** Undefined for spaces that one does not know of. */
  spaceName(id: SpaceId): string | undefined
  /** Calls back when one has gone through a portal, with the space that one goes to. @returns stops. */
  onWentThrough(listener: (to: SpaceId) => void): () => void
}

/** Going from space to space, by walking onto a portal or by its button. */
export function createPortals(parts: {
  feed: Feed
  walker: Walker
  space: () => SpaceView | undefined
  toasts: Toasts
  leaveThrough: (to: SpaceId) => void
}): Portals {
  const { feed, walker, toasts } = parts
  const listeners = new Set<(to: SpaceId) => void>()
  let through: PieceId | null = null
  const go = ({ id, to }: Portal) => {
    if (!feed.state.spaces[to]) return void toasts.show('This portal leads to a space that you may not enter.')
    walker.halt()
    through = id
    parts.leaveThrough(to)
    listeners.forEach((listener) => listener(to))
  }
  const map = () => {
    const space = parts.space()
    return space && unwrap(space).map
  }
  watchPortals({ walker, map, onEntered: go })
  return {
    go,
    take() {
      const taken = through
      through = null
      return taken
    },
    spaceName: (id) => feed.state.spaces[id]?.name,
    onWentThrough(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** Sees when one walks onto a portal. Whoever arrives on one, or is put there, has to step off it first. */
export function watchPortals({ walker, map, onEntered }: PortalParts): void {
  let on: PieceId | null = null
  walker.onMoved = (by) => {
    const known = map()
    const portal = known ? portalAt(known, walker.position) : null
    const isNew = portal !== null && portal.id !== on
    on = portal?.id ?? null
    if (isNew && by === 'walk') onEntered(portal)
  }
}
