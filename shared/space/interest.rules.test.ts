import { expect, it } from 'vitest'
import { areaOf, cellAt, CELL_UNITS, NOTHING, seesCell, stillServes } from './interest.rules.ts'

const C = CELL_UNITS

it('[SP1] the cells of a rectangle are all that it touches, also at the edges of the map', () => {
  const area = areaOf({ x: -200, y: C - 1, width: 200 + C, height: 1 })
  expect(area).toEqual({ left: 0, top: 0, right: 2, bottom: 2 })
  expect(seesCell(area, cellAt({ x: C, y: C }))).toBe(true)
  expect(seesCell(area, cellAt({ x: 2 * C, y: C }))).toBe(false)
  expect(seesCell(area, cellAt({ x: C, y: 2 * C }))).toBe(false)
  expect(areaOf({ x: 65_535, y: 65_535, width: 9_000, height: 9_000 })).toMatchObject({ right: 128, bottom: 128 })
})

it('[SP12] what was asked for is asked anew when it no longer covers what is needed, or is much more', () => {
  const needed = { left: 2, top: 2, right: 5, bottom: 5 }
  expect(stillServes(needed, needed)).toBe(true)
  expect(stillServes({ left: 1, top: 1, right: 6, bottom: 6 }, needed)).toBe(true)
  expect(stillServes({ ...needed, left: 3 }, needed)).toBe(false)
  expect(stillServes({ ...needed, bottom: 4 }, needed)).toBe(false)
  expect(stillServes({ ...needed, left: 0 }, needed)).toBe(false)
  expect(stillServes(NOTHING, needed)).toBe(false)
  expect(stillServes({ left: 0, top: 0, right: 1, bottom: 1 }, NOTHING)).toBe(false)
  expect(stillServes(NOTHING, NOTHING)).toBe(true)
})
