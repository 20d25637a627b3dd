import { describe, expect, it } from 'vitest'
import { newId, type RoomId, type SpaceId } from '../ids.ts'
import { aMap } from '../testing/a-map.ts'
import { isFree } from './collision.rules.ts'
import { faultsOf, MAP_SIZE, MOST_PIECES, MOST_ROOMS, newFaults } from './map-faults.rules.ts'
import type { MapPlan, RoomPlan } from './map-plan.ts'
import { warningsOf } from './map-warnings.rules.ts'
import type { Rectangle } from './views.ts'
import { standingWalls } from './walls.rules.ts'

const aRoom = (at: Rectangle, name = 'Library'): RoomPlan => ({ id: newId<RoomId>(), name, capacity: null, floor: 'plain', ...at })
const planOf = (map: Parameters<typeof aMap>[0], rooms: RoomPlan[] = []): MapPlan => ({ map: aMap(map), rooms })
const texts = (found: { text: string }[]) => found.map(({ text }) => text)

describe('[SP8] a map is refused', () => {
  it('when it is too small, too large, or holds too much', () => {
    expect(faultsOf(planOf({ width: 319 }))).toHaveLength(1)
    expect(faultsOf(planOf({ height: MAP_SIZE.most + 1 }))).toHaveLength(1)
    const wall = { x: 0, y: 0, width: 16, height: 16 }
    expect(faultsOf(planOf({ walls: Array.from({ length: MOST_PIECES }, () => wall) }))).toEqual([])
    expect(texts(faultsOf(planOf({ walls: Array.from({ length: MOST_PIECES + 1 }, () => wall) })))).toEqual([
      'A map has at most 600 walls, doors, portals and pieces of furniture.',
    ])
    const rooms = Array.from({ length: MOST_ROOMS + 1 }, (_, index) =>
      aRoom({ x: 64 * (index % 60), y: index === 60 ? 64 : 0, width: 64, height: 64 }),
    )
    expect(faultsOf({ map: aMap({ width: 4_096 }), rooms: rooms.slice(1) })).toEqual([])
    expect(texts(faultsOf({ map: aMap({ width: 4_096 }), rooms }))).toEqual(['A space has at most 60 rooms.'])
  })

  it('when something reaches over its edge, is too small, or stands between whole units', () => {
    const at = (parts: Partial<Rectangle>) => faultsOf(planOf({ walls: [{ x: 0, y: 0, width: 32, height: 32, ...parts }] })).length
    expect([at({}), at({ x: -1 }), at({ y: 609 }), at({ width: 3 }), at({ x: 0.5 }), at({ x: 608, y: 608 })]).toEqual([0, 1, 1, 1, 1, 0])
    expect(texts(faultsOf(planOf({ doors: [{ x: 300, y: 300, width: 24, height: 24 }] })))).toEqual(['A door is at least 32 units wide.'])
  })

  it('when two rooms overlap, and not when they touch', () => {
    const [one, beside] = [aRoom({ x: 0, y: 0, width: 96, height: 96 }), aRoom({ x: 96, y: 0, width: 96, height: 96 }, 'Kitchen')]
    expect(faultsOf(planOf({}, [one, beside]))).toEqual([])
    expect(texts(faultsOf(planOf({}, [one, { ...beside, x: 95 }])))).toEqual(['The rooms “Library” and “Kitchen” would overlap.'])
  })

  it('when nobody could stand at the entrance', () => {
    expect(faultsOf(planOf({ walls: [{ x: 96, y: 0, width: 16, height: 640 }] }))).toHaveLength(1)
    expect(faultsOf(planOf({ spawn: { x: 5, y: 100 } }))).toHaveLength(1)
  })

  it('for what an edit breaks, not for what was broken before', () => {
    const [one, other] = [aRoom({ x: 0, y: 0, width: 96, height: 96 }), aRoom({ x: 64, y: 0, width: 96, height: 96 }, 'Kitchen')]
    const before = planOf({}, [one, other])
    expect(newFaults(before, { ...before, rooms: [{ ...one, name: 'Archive' }, other] })).toEqual([])
    expect(newFaults(before, { ...before, map: { ...before.map, width: 100 } })).not.toEqual([])
  })
})

describe('[SP8] a door', () => {
  const wall = { x: 0, y: 300, width: 640, height: 16 }

  it('is where its wall is not', () => {
    const map = aMap({ walls: [wall], doors: [{ x: 200, y: 296, width: 64, height: 24 }] })
    expect(standingWalls(map)).toEqual([
      { x: 0, y: 300, width: 200, height: 16 },
      { x: 264, y: 300, width: 376, height: 16 },
    ])
    expect([isFree(map, { x: 232, y: 308 }), isFree(map, { x: 100, y: 308 })]).toEqual([true, false])
  })

  it('lets people into a room; one without is warned of', () => {
    const room = aRoom({ x: 0, y: 316, width: 640, height: 324 })
    const text = 'Nobody gets to “Library” from the entrance. Give it a door.'
    expect(warningsOf(planOf({ walls: [wall] }, [room]), new Set())).toEqual([{ pieceId: room.id, text }])
    expect(warningsOf(planOf({ walls: [wall], doors: [{ x: 200, y: 300, width: 64, height: 16 }] }, [room]), new Set())).toEqual([])
    // Wide enough for a door, too narrow for a body.
    const table = { kind: 'table' as const, solid: true, x: 200, y: 316, width: 64, height: 48 }
    const blocked = planOf({ walls: [wall], doors: [{ x: 200, y: 300, width: 64, height: 16 }], furniture: [table] }, [room])
    expect(texts(warningsOf(blocked, new Set()))).toEqual([text])
  })

  it('in no wall is warned of', () => {
    expect(texts(warningsOf(planOf({ doors: [wall] }), new Set()))).toEqual(['This door is in no wall.'])
  })
})

it('[SP8] warns of furniture in a wall or in other furniture, and of portals that lead to nothing or that nobody gets to', () => {
  const [known, gone] = [newId<SpaceId>(), newId<SpaceId>()]
  const desk = { kind: 'desk' as const, solid: true, x: 300, y: 300, width: 96, height: 48 }
  const portal = { x: 400, y: 32, width: 48, height: 48, arrival: null }
  const cell = [
    { x: 480, y: 480, width: 160, height: 16 },
    { x: 480, y: 496, width: 16, height: 144 },
  ]
  const plan = planOf({
    walls: [{ x: 0, y: 200, width: 64, height: 16 }, ...cell],
    furniture: [desk, { ...desk, x: 350 }, { ...desk, x: 0, y: 190 }, { ...desk, kind: 'rug', solid: false }],
    portals: [
      { ...portal, to: known },
      { ...portal, to: gone },
      { ...portal, x: 560, y: 560, to: known },
    ],
  })
  expect(texts(warningsOf(plan, new Set([known])))).toEqual([
    'Nobody gets to this portal from the entrance.',
    'This desk stands in a desk.',
    'This desk stands in a wall.',
    'The space that this portal leads to is not there any more.',
  ])
})
