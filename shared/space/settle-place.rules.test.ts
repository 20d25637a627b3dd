import fc from 'fast-check'
import { expect, it } from 'vitest'
import { newId, type RoomId } from '../ids.ts'
import { aMap } from '../testing/a-map.ts'
import { distanceBetween, isFree } from './collision.rules.ts'
import { settledPlace } from './settle-place.rules.ts'

const room = { id: newId<RoomId>(), x: 320, y: 0, width: 320, height: 320 }

it('[SP8] leaves people where they stand, in the room that is there now', () => {
  expect(settledPlace({ map: aMap(), rooms: [room] }, { x: 400, y: 100, roomId: null })).toEqual({ x: 400, y: 100, roomId: room.id })
  expect(settledPlace({ map: aMap(), rooms: [] }, { x: 400, y: 100, roomId: room.id })).toEqual({ x: 400, y: 100, roomId: null })
})

it('[SP8] moves whoever is in a new wall to the nearest place beside it, in their own room or in none', () => {
  const map = aMap({ walls: [{ x: 300, y: 0, width: 40, height: 320 }] })
  // The open is nearer than the room that they were not in.
  expect(settledPlace({ map, rooms: [room] }, { x: 330, y: 100, roomId: null })).toMatchObject({ roomId: null })
  const inside = settledPlace({ map, rooms: [room] }, { x: 330, y: 100, roomId: room.id })
  expect(inside).toMatchObject({ roomId: room.id })
  expect(distanceBetween(inside, { x: 330, y: 100 })).toBeLessThan(48)
})

it('[SP8] moves whoever is off a map that has become smaller onto it', () => {
  const at = settledPlace({ map: aMap({ width: 320 }), rooms: [] }, { x: 600, y: 100, roomId: null })
  expect(isFree(aMap({ width: 320 }), at)).toBe(true)
})

it('[SP8] whatever stands on a map, whoever is moved is in nothing solid, if there is any room at all', () => {
  const rectangle = fc.record({
    x: fc.nat(600),
    y: fc.nat(600),
    width: fc.integer({ min: 1, max: 300 }),
    height: fc.integer({ min: 1, max: 300 }),
  })
  const onMap = fc.record({ x: fc.nat(640), y: fc.nat(640) })
  fc.assert(
    fc.property(fc.array(rectangle, { maxLength: 6 }), onMap, (walls, from) => {
      const map = aMap({ walls: walls.map(({ x, y, width, height }) => ({ x: Math.max(40, x), y, width, height })) })
      const at = settledPlace({ map, rooms: [room] }, { ...from, roomId: null })
      if (at.x !== from.x || at.y !== from.y) expect(isFree(map, at)).toBe(true)
    }),
    { numRuns: 200 },
  )
})
