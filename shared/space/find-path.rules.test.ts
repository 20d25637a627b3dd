import fc from 'fast-check'
import { expect, it } from 'vitest'
import { distanceBetween, isFree, isWayFree, type Point } from './collision.rules.ts'
import { findPath } from './find-path.rules.ts'
import { checkMove, WALK_UNITS_PER_SECOND } from './movement.rules.ts'
import { aMap } from '../testing/a-map.ts'
import type { Rectangle, SpaceMap } from './views.ts'

const map = (walls: Rectangle[]): SpaceMap => aMap({ height: 480, spawn: { x: 50, y: 50 }, walls })
const lengthOf = (from: Point, path: Point[]) => path.reduce((sum, at, index) => sum + distanceBetween(path[index - 1] ?? from, at), 0)

it('[SP1] goes straight where nothing is in the way', () => {
  expect(findPath(map([]), { x: 50, y: 50 }, { x: 301, y: 207 })).toEqual([{ x: 301, y: 207 }])
  expect(findPath(map([]), { x: 50, y: 50 }, { x: 50, y: 50 })).toEqual([])
})

it('[SP1] takes the shorter way around a wall', () => {
  const walled = map([{ x: 300, y: 100, width: 16, height: 380 }])
  const [from, to] = [
    { x: 200, y: 240 },
    { x: 420, y: 240 },
  ]
  const path = findPath(walled, from, to)
  expect(path.at(-1)).toEqual(to)
  // The taut way over the wall's two upper corners, a body's radius off, and a grid's step to spare.
  const taut = distanceBetween(from, { x: 290, y: 90 }) + 36 + distanceBetween({ x: 326, y: 90 }, to)
  expect(lengthOf(from, path)).toBeLessThan(taut + 16)
  expect(path.every(({ y }) => y < 241)).toBe(true)
})

it('[SP1] goes through a door of one tile', () => {
  const walled = map([
    { x: 304, y: 0, width: 16, height: 192 },
    { x: 304, y: 224, width: 16, height: 256 },
  ])
  expect(findPath(walled, { x: 100, y: 400 }, { x: 600, y: 400 }).at(-1)).toEqual({ x: 600, y: 400 })
})

it('[SP1] walks up to what cannot be entered, and nowhere when shut in', () => {
  const room = [
    { x: 300, y: 100, width: 160, height: 8 },
    { x: 300, y: 252, width: 160, height: 8 },
    { x: 300, y: 100, width: 8, height: 160 },
    { x: 452, y: 100, width: 8, height: 160 },
  ]
  const nearest = findPath(map(room), { x: 100, y: 180 }, { x: 380, y: 180 }).at(-1)
  expect(nearest && distanceBetween(nearest, { x: 380, y: 180 })).toBeLessThan(110)
  const inside = findPath(map(room), { x: 380, y: 180 }, { x: 100, y: 180 }).at(-1)
  expect(inside && inside.x > 300 && inside.x < 380).toBe(true)
})

const rectangle = fc.record({
  x: fc.nat(40).map((at) => at * 16),
  y: fc.nat(30).map((at) => at * 16),
  width: fc.integer({ min: 1, max: 200 }),
  height: fc.integer({ min: 1, max: 200 }),
})
const anyMap = fc.array(rectangle, { maxLength: 10 }).map(map)
const anywhere = fc.record({ x: fc.integer({ min: 10, max: 630 }), y: fc.integer({ min: 10, max: 470 }) })

it('[SP1] every way that is found can be walked, and the server believes it', () => {
  fc.assert(
    fc.property(anyMap, anywhere, anywhere, (someMap, from, to) => {
      fc.pre(isFree(someMap, from))
      let at: Point = from
      for (const corner of findPath(someMap, from, to)) {
        expect(isWayFree(someMap, { from: at, to: corner })).toBe(true)
        const elapsedMs = (distanceBetween(at, corner) / WALK_UNITS_PER_SECOND) * 1_000
        expect(checkMove(someMap, at, corner, elapsedMs)).toEqual({ ok: true })
        at = corner
      }
    }),
    { numRuns: 300 },
  )
})

it('[SP1] a place that can be reached is reached, by a way that is no longer than walking the grid', () => {
  fc.assert(
    fc.property(anyMap, fc.nat(38), fc.nat(28), fc.nat(38), fc.nat(28), (someMap, ...[a, b, c, d]) => {
      const [from, to] = [
        { x: (a + 1) * 16, y: (b + 1) * 16 },
        { x: (c + 1) * 16, y: (d + 1) * 16 },
      ]
      fc.pre(isFree(someMap, from) && isFree(someMap, to) && distanceBetween(from, to) > 0)
      const shortest = floodDistance(someMap, from, to)
      const path = findPath(someMap, from, to)
      if (shortest === Infinity) return
      expect(path.at(-1)).toEqual(to)
      expect(lengthOf(from, path)).toBeLessThanOrEqual(shortest + 0.001)
    }),
    { numRuns: 200 },
  )
})

/** Dijkstra's algorithm as slowly and plainly as it goes: right angles and diagonals between free points 16 apart. */
function floodDistance(someMap: SpaceMap, from: Point, to: Point): number {
  const keyOf = ({ x, y }: Point) => `${x},${y}`
  const distances = new Map([[keyOf(from), { at: from, distance: 0 }]])
  const open = new Set(distances.values())
  while (open.size > 0) {
    const next = [...open].reduce((a, b) => (a.distance <= b.distance ? a : b))
    open.delete(next)
    if (keyOf(next.at) === keyOf(to)) return next.distance
    for (const x of [-16, 0, 16]) {
      for (const y of [-16, 0, 16]) {
        const at = { x: next.at.x + x, y: next.at.y + y }
        if (!isFree(someMap, at) || !isWayFree(someMap, { from: next.at, to: at })) continue
        const distance = next.distance + Math.hypot(x, y)
        const known = distances.get(keyOf(at))
        if (known && known.distance <= distance) continue
        const entry = { at, distance }
        if (known) open.delete(known)
        distances.set(keyOf(at), entry)
        open.add(entry)
      }
    }
  }
  return Infinity
}
