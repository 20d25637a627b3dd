import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { RoomId, SpaceId } from '../ids.ts'
import { distanceBetween, isFree } from './collision.rules.ts'
import { canStand, checkMove, roomAt, slide, walkMs, WALK_UNITS_PER_SECOND } from './movement.rules.ts'
import { aMap } from '../testing/a-map.ts'
import type { RoomView } from './views.ts'

const map = aMap({
  spawn: { x: 16, y: 16 },
  walls: [
    { x: 100, y: 0, width: 8, height: 400 },
    { x: 300, y: 200, width: 200, height: 8 },
  ],
  furniture: [
    { x: 400, y: 400, width: 64, height: 32, kind: 'desk', solid: true },
    { x: 500, y: 500, width: 64, height: 64, kind: 'rug', solid: false },
  ],
})
const hour = 3_600_000

it('[SP1] lets people walk as fast as they can and no faster', () => {
  expect(checkMove(map, { x: 3, y: 500 }, { x: 3 + WALK_UNITS_PER_SECOND, y: 500 }, 1_000)).toEqual({ ok: true })
  const verdict = checkMove(map, { x: 3, y: 500 }, { x: 600, y: 500 }, 1_000)
  expect(verdict).toMatchObject({ ok: false, at: { y: 500 } })
  if (!verdict.ok) expect(verdict.at.x).toBeLessThan(WALK_UNITS_PER_SECOND * 1.1)
  expect(checkMove(map, { x: 3, y: 500 }, { x: 13, y: 500 }, 0)).toEqual({ ok: false, at: { x: 3, y: 500 } })
  expect(checkMove(map, { x: 3, y: 500 }, { x: Number.NaN, y: 500 }, hour)).toEqual({ ok: false, at: { x: 3, y: 500 } })
})

it('[SP1] stops people at walls and solid furniture, and lets them walk along', () => {
  expect(checkMove(map, { x: 50, y: 50 }, { x: 200, y: 50 }, hour)).toEqual({ ok: false, at: { x: 97, y: 50 } })
  expect(checkMove(map, { x: 430, y: 600 }, { x: 430, y: 300 }, hour)).toEqual({ ok: false, at: { x: 430, y: 435 } })
  expect(checkMove(map, { x: 97, y: 50 }, { x: 97, y: 390 }, hour)).toEqual({ ok: true })
  expect(checkMove(map, { x: 480, y: 530 }, { x: 600, y: 530 }, hour)).toEqual({ ok: true })
})

it('[SP1] keeps people on the map', () => {
  expect(checkMove(map, { x: 10, y: 600 }, { x: 10, y: 900 }, hour)).toEqual({ ok: false, at: { x: 10, y: 637 } })
  expect(checkMove(map, { x: 10, y: 600 }, { x: -50, y: 600 }, hour)).toEqual({ ok: false, at: { x: 3, y: 600 } })
})

it('[SP1] lets out whoever stands in a wall that was built around them', () => {
  expect(checkMove(map, { x: 104, y: 50 }, { x: 90, y: 50 }, hour)).toEqual({ ok: true })
})

const rectangle = fc.record({
  x: fc.nat(600),
  y: fc.nat(600),
  width: fc.integer({ min: 1, max: 200 }),
  height: fc.integer({ min: 1, max: 200 }),
})
const anyMap = fc.array(rectangle, { maxLength: 8 }).map((walls) => aMap({ ...map, walls, furniture: [] }))
const anywhere = fc.record({ x: fc.integer({ min: -200, max: 900 }), y: fc.integer({ min: -200, max: 900 }) })
const onMap = fc.record({ x: fc.integer({ min: 3, max: 637 }), y: fc.integer({ min: 3, max: 637 }) })

it('[SP1] whatever is reported, nobody passes through anything solid, leaves the map or is further than they can have walked', () => {
  fc.assert(
    fc.property(anyMap, onMap, anywhere, fc.nat(5_000), (someMap, from, to, elapsedMs) => {
      fc.pre(canStand(someMap, from))
      const verdict = checkMove(someMap, from, to, elapsedMs)
      const at = verdict.ok ? to : verdict.at
      expect(walkMs(from, at)).toBeLessThanOrEqual(elapsedMs * 1.05 + 10)
      for (let part = 0; part <= 1; part += 0.02) {
        expect(canStand(someMap, { x: from.x + (at.x - from.x) * part, y: from.y + (at.y - from.y) * part })).toBe(true)
      }
      if (verdict.ok) return
      expect(Number.isInteger(at.x) && Number.isInteger(at.y)).toBe(true)
      expect(checkMove(someMap, from, at, elapsedMs)).toEqual({ ok: true })
    }),
    { numRuns: 500 },
  )
})

it('[SP1] a report every millisecond is no faster than one a second', () => {
  let at = { x: 200, y: 500 }
  for (let passed = 0; passed < 1_000; passed++) {
    const verdict = checkMove(map, at, { x: at.x + 1, y: 500 }, 1)
    at = verdict.ok ? { x: at.x + 1, y: 500 } : verdict.at
  }
  expect(at.x).toBe(200)
})

it('[SP1] what a walker does who slides along walls is believed, rounded and reported ten times a second', () => {
  fc.assert(
    fc.property(
      anyMap,
      onMap,
      fc.array(fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }), { maxLength: 20 }),
      (someMap, start, turns) => {
        fc.pre(isFree(someMap, start))
        let told: { x: number; y: number } = start
        let at: { x: number; y: number } = start
        for (const turn of turns) {
          const before = at
          const step = WALK_UNITS_PER_SECOND / 10
          at = slide(someMap, before, { x: before.x + Math.cos(turn) * step, y: before.y + Math.sin(turn) * step })
          const report = { x: Math.round(at.x), y: Math.round(at.y) }
          expect(distanceBetween(before, at)).toBeLessThanOrEqual(step + 0.001)
          expect(checkMove(someMap, told, report, 100)).toEqual({ ok: true })
          told = report
        }
      },
    ),
    { numRuns: 300 },
  )
})

const room = (id: string, x: number, y: number): RoomView => ({
  id: id as RoomId,
  spaceId: 'space' as SpaceId,
  name: id,
  capacity: null,
  floor: 'plain',
  locked: false,
  x,
  y,
  width: 100,
  height: 100,
})

it('[SP4] says which room somebody stands in: its left and upper edges belong to it', () => {
  const rooms = [room('library', 100, 100), room('studio', 200, 100)]
  const at = (x: number, y: number) => roomAt(rooms, { x, y })
  expect([at(100, 100), at(199, 199), at(200, 150), at(300, 150), at(99, 150), at(150, 200)]).toEqual([
    'library',
    'library',
    'studio',
    null,
    null,
    null,
  ])
})
