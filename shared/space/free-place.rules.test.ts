import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isFree, type Point } from './collision.rules.ts'
import { placeNear, placeWithin } from './free-place.rules.ts'
import { aMap } from '../testing/a-map.ts'

const map = aMap({
  width: 960,
  height: 640,
  spawn: { x: 480, y: 400 },
  walls: [{ x: 0, y: 240, width: 800, height: 16 }],
  furniture: [{ x: 600, y: 420, width: 96, height: 48, kind: 'desk', solid: true }],
})
const lobby = { x: 200, y: 256, width: 560, height: 384 }
const anywhere = () => true
const isIn = ({ x, y, width, height }: typeof lobby, at: Point) => at.x > x && at.x < x + width && at.y > y && at.y < y + height

function arrive(count: number, isAllowed: (at: Point) => boolean = anywhere): Point[] {
  const taken: Point[] = []
  for (let arrived = 0; arrived < count; arrived++) {
    const place = placeNear(map.spawn, lobby, { map, taken, isAllowed })
    if (place) taken.push(place)
  }
  return taken
}

it('[SP2] the first to come stands at the entrance', () => {
  expect(arrive(1)).toEqual([map.spawn])
})

it('[SP2] people who come one after the other stand beside each other in the room of the entrance, names apart', () => {
  const places = arrive(16)
  expect(places).toHaveLength(16)
  for (const [index, at] of places.entries()) {
    expect(isFree(map, at)).toBe(true)
    expect(isIn(lobby, at)).toBe(true)
    for (const other of places.slice(0, index)) expect(Math.abs(at.x - other.x) >= 104 || Math.abs(at.y - other.y) >= 68).toBe(true)
  }
})

it('[SP2] with more of them they stand closer, then elsewhere, and never on each other while there is room', () => {
  const places = arrive(200)
  expect(places).toHaveLength(200)
  expect(places.some((at) => !isIn(lobby, at))).toBe(true)
  for (const [index, at] of places.entries()) {
    for (const other of places.slice(0, index)) expect(Math.abs(at.x - other.x) >= 42 || Math.abs(at.y - other.y) >= 42).toBe(true)
  }
})

it('[SP4] nobody is put where a room does not let them in', () => {
  const outside = (at: Point) => !isIn(lobby, at)
  const places = arrive(5, outside)
  expect(places).toHaveLength(5)
  expect(places.every(outside)).toBe(true)
  expect(arrive(1, () => false)).toEqual([])
})

it('[SP2] whatever the map and however many are there, an arrival stands free and alone, or there is no such place', () => {
  const rectangle = fc.record({
    x: fc.nat(300),
    y: fc.nat(300),
    width: fc.integer({ min: 1, max: 200 }),
    height: fc.integer({ min: 1, max: 200 }),
  })
  const point = fc.record({ x: fc.integer({ min: 10, max: 310 }), y: fc.integer({ min: 10, max: 310 }) })
  fc.assert(
    fc.property(fc.array(rectangle, { maxLength: 6 }), point, fc.array(point, { maxLength: 12 }), (walls, near, taken) => {
      const someMap = aMap({ width: 320, height: 320, spawn: near, walls })
      const at = placeNear(near, null, { map: someMap, taken, isAllowed: anywhere })
      if (at === null) return
      expect(Number.isInteger(at.x) && Number.isInteger(at.y) && isFree(someMap, at)).toBe(true)
      const isCrowded = taken.some(({ x, y }) => Math.abs(at.x - x) < 42 && Math.abs(at.y - y) < 42)
      if (!isCrowded) return
      // Then no place of the grid was free either.
      for (let y = near.y % 16; y <= 310; y += 16) {
        for (let x = near.x % 16; x <= 310; x += 16) {
          const isTaken = taken.some((other) => Math.abs(x - other.x) < 42 && Math.abs(y - other.y) < 42)
          expect(x >= 10 && y >= 10 && isFree(someMap, { x, y }) && !isTaken).toBe(false)
        }
      }
    }),
  )
})

it('[SP9] finds a place in a room that is free and where nobody stands, and stays in the room', () => {
  const room = { x: 560, y: 380, width: 200, height: 160 }
  const taken: Point[] = []
  for (let count = 0; count < 8; count++) {
    const place = placeWithin(room, { map, taken })
    expect(isFree(map, place) && isIn(room, place)).toBe(true)
    for (const other of taken) expect(Math.abs(place.x - other.x) >= 42 || Math.abs(place.y - other.y) >= 42).toBe(true)
    taken.push(place)
  }
  // However full it is, they stay inside.
  for (let count = 0; count < 60; count++) taken.push(placeWithin(room, { map, taken }))
  expect(taken.every((at) => isFree(map, at) && isIn(room, at))).toBe(true)
})
