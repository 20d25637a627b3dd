import { expect, it } from 'vitest'
import type { Rectangle } from '@atrium/shared/space/views.ts'
import { newId, type RoomId } from '@atrium/shared/ids.ts'
import { faultsOf } from '@atrium/shared/space/map-faults.rules.ts'
import { warningsOf } from '@atrium/shared/space/map-warnings.rules.ts'
import { standingWalls } from '@atrium/shared/space/walls.rules.ts'
import { TEMPLATES, OFFICE_MAP, OFFICE_ROOMS } from './office-map.ts'

const solids: Rectangle[] = [...standingWalls(OFFICE_MAP), ...OFFICE_MAP.furniture.filter((piece) => piece.solid)]
const overlap = (one: Rectangle, two: Rectangle) =>
  one.x < two.x + two.width && two.x < one.x + one.width && one.y < two.y + two.height && two.y < one.y + one.height
const overlapping = (pieces: Rectangle[]) =>
  pieces.flatMap((one, index) => pieces.slice(index + 1).flatMap((two) => (overlap(one, two) ? [[one, two]] : [])))

/** Everywhere that somebody who takes half-tile steps gets to from the entrance. */
function reached(): Set<string> {
  const free = (x: number, y: number) => !solids.some((solid) => overlap(solid, { x: x - 8, y: y - 8, width: 16, height: 16 }))
  const [seen, open] = [new Set<string>(), [OFFICE_MAP.spawn]]
  for (let at = open.pop(); at; at = open.pop()) {
    const key = `${at.x},${at.y}`
    if (seen.has(key) || !free(at.x, at.y)) continue
    seen.add(key)
    for (const [dx, dy] of [
      [16, 0],
      [-16, 0],
      [0, 16],
      [0, -16],
    ] as const)
      open.push({ x: at.x + dx, y: at.y + dy })
  }
  return seen
}

it('has rooms, walls and furniture that do not overlap', () => {
  expect(overlapping(OFFICE_ROOMS)).toEqual([])
  expect(overlapping(solids)).toEqual([])
  expect(overlapping(OFFICE_MAP.furniture.filter(({ kind }) => kind === 'rug'))).toEqual([])
})

it('stays on the map, with pieces that have a size', () => {
  for (const { x, y, width, height } of [...solids, ...OFFICE_ROOMS]) {
    expect([x >= 0, y >= 0, width > 0, height > 0, x + width <= OFFICE_MAP.width, y + height <= OFFICE_MAP.height]).not.toContain(false)
  }
})

it('lets people walk from the entrance into every room, and stand in much of it', () => {
  const places = [...reached()].map((key) => key.split(',').map(Number) as [number, number])
  for (const room of OFFICE_ROOMS) {
    const inside = places.filter(([x, y]) => x > room.x && x < room.x + room.width && y > room.y && y < room.y + room.height)
    expect(inside.length * 256, room.name).toBeGreaterThan(room.width * room.height * 0.4)
  }
})

it('has an open middle that belongs to no room', () => {
  const middle = { x: 32, y: 352, width: 1472, height: 288 }
  expect(OFFICE_ROOMS.some((room) => overlap(room, middle))).toBe(false)
})

it.each(Object.entries(TEMPLATES))(
  '[SP8] the template %s is a map that the editor takes, with nothing to warn of',
  (_name, { map, rooms }) => {
    const plan = { map, rooms: rooms.map((room) => ({ ...room, id: newId<RoomId>() })) }
    expect(faultsOf(plan)).toEqual([])
    expect(warningsOf(plan, new Set())).toEqual([])
  },
)
