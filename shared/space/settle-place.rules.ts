import type { RoomId } from '../ids.ts'
import type { Point } from './collision.rules.ts'
import { nearestFree } from './free-place.rules.ts'
import { canStand, roomAt } from './movement.rules.ts'
import type { Rectangle, SpaceMap } from './views.ts'

export interface Floor {
  map: SpaceMap
  rooms: readonly (Rectangle & { id: RoomId })[]
}

/**
 * Where somebody stands once the map has been edited: where they stood, or, if that is solid now or off the map, at the nearest place where
 * one can stand: in the room that they were in, or in none, or else anywhere. In the room that is there now, whatever its lock and capacity.
 */
export function settledPlace(
  { map, rooms }: Floor,
  { x, y, roomId }: Point & { roomId: RoomId | null },
): Point & { roomId: RoomId | null } {
  const stays = canStand(map, { x, y })
  const isTheirs = (at: Point) => [roomId, null].includes(roomAt(rooms, at))
  const at = stays ? { x, y } : (nearestFree(map, { x, y }, isTheirs) ?? nearestFree(map, { x, y }, () => true) ?? map.spawn)
  return { ...at, roomId: roomAt(rooms, at) }
}
