import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { SpaceMap } from '@atrium/shared/space/views.ts'
import { Walker } from './walker.ts'
import { createWalkingPace } from './walking-pace.ts'

const map: SpaceMap = { width: 1000, height: 1000, spawn: { x: 100, y: 100 }, walls: [], doors: [], furniture: [], portals: [] }

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function aWalker() {
  const walker = new Walker(() => {})
  walker.place(map, { x: 100, y: 100 })
  const pace = createWalkingPace(walker)
  const go = (x: number) => {
    walker.walkTo({ x, y: 100 })
    pace.wake()
  }
  return { walker, go }
}

it('[SP9] walks where no map is drawn, and rests on arrival', () => {
  const { walker, go } = aWalker()
  go(300)
  vi.advanceTimersByTime(600)
  expect(walker.position.x).toBeGreaterThan(150)
  expect(walker.position.x).toBeLessThan(300)
  vi.advanceTimersByTime(2_000)
  expect(walker.position).toEqual({ x: 300, y: 100 })
  expect(vi.getTimerCount()).toBe(0)
})

it('[SP12] leaves the walking to a map that is drawn', () => {
  const { walker, go } = aWalker()
  walker.step(16, performance.now())
  go(900)
  for (let frame = 0; frame < 60; frame++) {
    vi.advanceTimersByTime(16)
    walker.step(16, performance.now())
  }
  expect(walker.position.x).toBeCloseTo(100 + (192 * 16 * 60) / 1_000, 0)
})
