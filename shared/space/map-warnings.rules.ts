import { reachFrom } from './reach.rules.ts'
import type { MapPlan } from './map-plan.ts'
import type { PieceId, RoomId, SpaceId } from '../ids.ts'
import { overlap } from './walls.rules.ts'

/** What a map may be and its makers hardly mean. */
export interface MapWarning {
  pieceId: PieceId | RoomId
  text: string
}

/** `spaces`: those that portals can lead to. */
export function warningsOf(plan: MapPlan, spaces: ReadonlySet<SpaceId>): MapWarning[] {
  return [...unreached(plan), ...crowded(plan), ...doorsInNothing(plan), ...portalsToNowhere(plan, spaces)]
}

function unreached({ map, rooms }: MapPlan): MapWarning[] {
  const isReached = reachFrom(map, map.spawn)
  const farRooms = rooms.filter((room) => !isReached(room))
  const farPortals = map.portals.filter((portal) => !isReached(portal))
  return [
    ...farRooms.map(({ id, name }) => ({ pieceId: id, text: `Nobody gets to “${name}” from the entrance. Give it a door.` })),
    ...farPortals.map(({ id }) => ({ pieceId: id, text: 'Nobody gets to this portal from the entrance.' })),
  ]
}

function crowded({ map }: MapPlan): MapWarning[] {
  const solid = map.furniture.filter((piece) => piece.solid)
  return solid.flatMap((piece, index) => {
    if (map.walls.some((wall) => overlap(wall, piece))) return [{ pieceId: piece.id, text: `This ${piece.kind} stands in a wall.` }]
    const other = solid.slice(0, index).find((before) => overlap(before, piece))
    return other ? [{ pieceId: piece.id, text: `This ${piece.kind} stands in a ${other.kind}.` }] : []
  })
}

function doorsInNothing({ map }: MapPlan): MapWarning[] {
  return map.doors
    .filter((door) => !map.walls.some((wall) => overlap(wall, door)))
    .map(({ id }) => ({ pieceId: id, text: 'This door is in no wall.' }))
}

function portalsToNowhere({ map }: MapPlan, spaces: ReadonlySet<SpaceId>): MapWarning[] {
  return map.portals
    .filter(({ to }) => !spaces.has(to))
    .map(({ id }) => ({ pieceId: id, text: 'The space that this portal leads to is not there any more.' }))
}
