import { describe, expect, it } from 'vitest'
import { newId, type PieceId } from '@atrium/shared/ids.ts'
import { aMap } from '@atrium/shared/testing/a-map.ts'
import type { Furniture, Rectangle, SpaceMap } from '@atrium/shared/space/views.ts'
import { backOf, chairsOf, frontOf } from './furnish.rules.ts'

const piece = (kind: Furniture['kind'], [x, y, width, height]: [number, number, number, number]): Furniture => ({
  id: newId<PieceId>(),
  kind,
  x,
  y,
  width,
  height,
  solid: true,
})
const mapOf = (furniture: Furniture[], walls: Rectangle[] = []): SpaceMap => aMap({ width: 800, height: 600, walls, furniture })

describe('chairs', () => {
  it('stand before a desk, and behind it where another desk is before it', () => {
    const [upper, lower] = [piece('desk', [100, 100, 96, 48]), piece('desk', [100, 148, 96, 48])]
    const map = mapOf([upper, lower])
    expect([frontOf(map, upper), frontOf(map, lower)]).toEqual(['up', 'down'])
    expect(chairsOf(map)).toEqual([
      { x: 148, y: 91, back: 'up' },
      { x: 148, y: 205, back: 'down' },
    ])
  })
  it('stand around a table, as many as there is room for, and not in a wall', () => {
    const table = piece('table', [200, 200, 120, 64])
    expect(chairsOf(mapOf([table])).map(({ back }) => back)).toEqual(['up', 'up', 'down', 'down', 'left', 'right'])
    const walled = mapOf([table], [{ x: 0, y: 180, width: 800, height: 16 }])
    expect(chairsOf(walled).map(({ back }) => back)).toEqual(['down', 'down', 'left', 'right'])
  })
  it('do not stand at a table before a sofa, nor on each other', () => {
    expect(chairsOf(mapOf([piece('sofa', [200, 100, 160, 48]), piece('table', [230, 180, 96, 48])]))).toEqual([])
    const tables = mapOf([piece('table', [100, 100, 60, 60]), piece('table', [180, 100, 60, 60])])
    const chairs = chairsOf(tables)
    expect(chairs.length).toBeGreaterThan(4)
    for (const [index, chair] of chairs.entries())
      for (const other of chairs.slice(0, index)) expect(Math.hypot(chair.x - other.x, chair.y - other.y)).toBeGreaterThan(20)
  })
})

it('a sofa has its back to the nearer wall', () => {
  const walls = [
    { x: 0, y: 0, width: 800, height: 16 },
    { x: 784, y: 0, width: 16, height: 600 },
  ]
  const [upright, flat, far] = [piece('sofa', [720, 200, 48, 128]), piece('sofa', [300, 60, 160, 48]), piece('sofa', [40, 200, 48, 128])]
  const map = mapOf([upright, flat, far], walls)
  expect([upright, flat, far].map((sofa) => backOf(map, sofa))).toEqual(['right', 'up', 'right'])
  expect(backOf(mapOf([upright]), upright)).toBe('left')
})
