import { expect, it } from 'vitest'
import { newId, type RoomId } from '../ids.ts'
import { aMap } from '../testing/a-map.ts'
import { applyEdit } from './edit-map.rules.ts'
import { faultsOf } from './map-faults.rules.ts'
import { warningsOf } from './map-warnings.rules.ts'
import type { MapChange, MapPlan, RoomPlan } from './map-plan.ts'
import { moved, removed, resized, walledRoom } from './plan-steps.rules.ts'

const outer = [
  { x: 0, y: 0, width: 1_280, height: 16 },
  { x: 0, y: 944, width: 1_280, height: 16 },
  { x: 0, y: 16, width: 16, height: 928 },
  { x: 1_264, y: 16, width: 16, height: 928 },
]
const empty: MapPlan = { map: aMap({ width: 1_280, height: 960, spawn: { x: 640, y: 480 }, walls: outer }), rooms: [] }
const aRoom = (name: string, x: number, y: number): RoomPlan => ({
  id: newId<RoomId>(),
  name,
  capacity: null,
  floor: 'plain',
  x,
  y,
  width: 384,
  height: 288,
})

function edited(plan: MapPlan, changes: MapChange[]): MapPlan {
  const outcome = applyEdit(plan, changes)
  if ('conflict' in outcome) throw new Error(outcome.conflict)
  expect(faultsOf(outcome.plan)).toEqual([])
  return outcome.plan
}
const corners = [aRoom('North', 0, 0), aRoom('East', 896, 0), aRoom('South', 0, 672), aRoom('West', 896, 672)]
const office = () => corners.reduce((plan, room) => edited(plan, walledRoom(plan, room)), empty)

it('[SP8] four rooms drawn into the corners get walls and a door each, and none where the map has a wall', () => {
  const plan = office()
  expect(plan.map.doors).toHaveLength(4)
  expect(plan.map.walls).toHaveLength(outer.length + 8)
  expect(warningsOf(plan, new Set())).toEqual([])
})

it('[SP8] two rooms side by side share the wall between them, which stays when one of them goes', () => {
  const [left, right] = [aRoom('Left', 320, 320), aRoom('Right', 704, 320)]
  const one = edited({ ...empty, map: { ...empty.map, spawn: { x: 100, y: 100 } } }, walledRoom(empty, left))
  const two = edited(one, walledRoom(one, right))
  expect(two.map.walls).toHaveLength(outer.length + 7)
  const alone = edited(two, removed(two, { list: 'rooms', id: right.id }))
  expect(alone.rooms.map(({ name }) => name)).toEqual(['Left'])
  expect(alone.map.walls).toHaveLength(outer.length + 4)
  const gone = edited(alone, removed(alone, { list: 'rooms', id: left.id }))
  expect(gone.map).toMatchObject({ walls: empty.map.walls, doors: [] })
})

it('[SP8] a room that is moved takes along its walls, its door and what stands in it', () => {
  const room = aRoom('Library', 320, 320)
  const start = { ...empty, map: { ...empty.map, spawn: { x: 100, y: 100 } } }
  const drawn = edited(start, walledRoom(start, room))
  const desk = { id: newId<never>(), kind: 'desk' as const, solid: true, x: 400, y: 400, width: 96, height: 48 }
  const furnished = edited(drawn, [{ list: 'furniture', before: null, after: desk }])
  const after = edited(furnished, moved(furnished, { list: 'rooms', id: room.id }, { x: 64, y: 32 }))
  expect(after.map.furniture).toEqual([{ ...desk, x: 464, y: 432 }])
  const shifted = (pieces: { x: number; y: number }[]) => pieces.map((piece) => ({ ...piece, x: piece.x + 64, y: piece.y + 32 }))
  expect(after.map.walls).toEqual([...start.map.walls, ...shifted(drawn.map.walls.slice(4))])
  expect(after.map.doors).toEqual(shifted(drawn.map.doors))
})

it('[SP8] a room that is resized has its walls and its door where they would be drawn with it', () => {
  const room = aRoom('Library', 320, 320)
  const start = { ...empty, map: { ...empty.map, spawn: { x: 100, y: 100 } } }
  const drawn = edited(start, walledRoom(start, room))
  const to = { x: 256, y: 288, width: 512, height: 320 }
  const after = edited(drawn, resized(drawn, { list: 'rooms', id: room.id }, to))
  const fresh = edited(start, walledRoom(start, { ...room, ...to }))
  const places = (pieces: { x: number; y: number; width: number; height: number }[]) =>
    pieces.map(({ x, y, width, height }) => [x, y, width, height].join()).toSorted()
  expect(places(after.map.walls)).toEqual(places(fresh.map.walls))
  expect(warningsOf(after, new Set())).toEqual([])
})
