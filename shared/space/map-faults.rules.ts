import { isFree } from './collision.rules.ts'
import { LIST_NAMES, piecesIn, type ListName, type MapPlan } from './map-plan.ts'
import type { Rectangle } from './views.ts'
import { overlap } from './walls.rules.ts'

/** In map units: ten tiles to 128. A map goes to everybody with each change of it, and ways are found over all of it. */
export const MAP_SIZE = { least: 320, most: 4_096 }
export const MOST_ROOMS = 60
/** Walls, doors, furniture and portals together. */
export const MOST_PIECES = 600
/** A door lets a body through; a room holds a few. */
export const LEAST_SIZE: Record<ListName, number> = { rooms: 64, walls: 4, doors: 8, furniture: 8, portals: 24 }
/** Along the wall. */
export const LEAST_DOOR = 32

/** What no map may be. `key`: the same fault has the same, before an edit and after it. */
export interface Fault {
  key: string
  text: string
}

/** Faults that an edit makes; what was wrong before does not keep anybody from editing. */
export function newFaults(before: MapPlan, after: MapPlan): Fault[] {
  const known = new Set(faultsOf(before).map(({ key }) => key))
  return faultsOf(after).filter(({ key }) => !known.has(key))
}

export function faultsOf(plan: MapPlan): Fault[] {
  return [...sizeFaults(plan), ...countFaults(plan), ...placeFaults(plan), ...roomFaults(plan), ...entranceFaults(plan)]
}

function sizeFaults({ map }: MapPlan): Fault[] {
  const isFine = [map.width, map.height].every((side) => Number.isInteger(side) && side >= MAP_SIZE.least && side <= MAP_SIZE.most)
  return isFine ? [] : [{ key: 'size', text: `A map is ${MAP_SIZE.least / 32} to ${MAP_SIZE.most / 32} tiles wide and high.` }]
}

function countFaults({ map, rooms }: MapPlan): Fault[] {
  const pieces = map.walls.length + map.doors.length + map.furniture.length + map.portals.length
  const faults: Fault[] = []
  if (rooms.length > MOST_ROOMS) faults.push({ key: `rooms ${rooms.length}`, text: `A space has at most ${MOST_ROOMS} rooms.` })
  if (pieces > MOST_PIECES)
    faults.push({ key: `pieces ${pieces}`, text: `A map has at most ${MOST_PIECES} walls, doors, portals and pieces of furniture.` })
  return faults
}

function placeFaults(plan: MapPlan): Fault[] {
  return LIST_NAMES.flatMap((list) =>
    piecesIn(plan, list).flatMap((piece) => {
      const fault = placeFault(plan, list, piece)
      return fault ? [{ key: `place ${piece.id}`, text: fault }] : []
    }),
  )
}

function placeFault({ map }: MapPlan, list: ListName, piece: Rectangle): string | null {
  const { x, y, width, height } = piece
  if (![x, y, width, height].every(Number.isInteger)) return 'Places and sizes are whole numbers.'
  const isSmall = Math.min(width, height) < LEAST_SIZE[list] || (list === 'doors' && Math.max(width, height) < LEAST_DOOR)
  if (isSmall)
    return list === 'doors'
      ? `A door is at least ${LEAST_DOOR} units wide.`
      : `That is too small: at least ${LEAST_SIZE[list]} units each way.`
  return x < 0 || y < 0 || x + width > map.width || y + height > map.height ? 'That would reach over the edge of the map.' : null
}

function roomFaults({ rooms }: MapPlan): Fault[] {
  return rooms.flatMap((one, index) =>
    rooms
      .slice(index + 1)
      .filter((other) => overlap(one, other))
      .map((other) => ({
        key: `overlap ${[one.id, other.id].toSorted().join(' ')}`,
        text: `The rooms “${one.name}” and “${other.name}” would overlap.`,
      })),
  )
}

function entranceFaults({ map }: MapPlan): Fault[] {
  const isWhole = Number.isInteger(map.spawn.x) && Number.isInteger(map.spawn.y)
  return isWhole && isFree(map, map.spawn)
    ? []
    : [{ key: 'entrance', text: 'Nobody could stand at the entrance. Leave it free, or move it first.' }]
}
