import type { Point } from './collision.rules.ts'
import type { Furniture, MapPiece, Portal, RoomView, SpaceMap, SpaceView } from './views.ts'

/** What of a room is drawn in the editor; its lock belongs to those inside. */
export type RoomPlan = Omit<RoomView, 'spaceId' | 'locked'>

/** A space as the editor knows it. */
export interface MapPlan {
  map: SpaceMap
  rooms: readonly RoomPlan[]
}
export interface MapSize {
  width: number
  height: number
}
export interface PieceLists {
  walls: MapPiece
  doors: MapPiece
  furniture: Furniture
  portals: Portal
  rooms: RoomPlan
}
export type ListName = keyof PieceLists
export const LIST_NAMES: readonly ListName[] = ['rooms', 'walls', 'doors', 'furniture', 'portals']

/** One piece is added (`before` is null), removed (`after` is null) or is another from now on: moved, resized, renamed. */
export type PieceChange = { [K in ListName]: { list: K; before: PieceLists[K] | null; after: PieceLists[K] | null } }[ListName]

/**
 * One step of an edit. It says what was there before, so that a step made on what somebody else has changed meanwhile is noticed,
 * and so that each step can be taken back.
 */
export type MapChange = PieceChange | { list: 'spawn'; before: Point; after: Point } | { list: 'size'; before: MapSize; after: MapSize }

export function planOf({ map, rooms }: Pick<SpaceView, 'map' | 'rooms'>): MapPlan {
  return {
    map,
    rooms: rooms.map(({ id, name, capacity, floor, x, y, width, height }) => ({ id, name, capacity, floor, x, y, width, height })),
  }
}

export function piecesIn<L extends ListName>({ map, rooms }: MapPlan, list: L): readonly PieceLists[L][] {
  const lists: { [K in ListName]: readonly PieceLists[K][] } = { ...map, rooms }
  return lists[list]
}
