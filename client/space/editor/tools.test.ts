import { expect, it } from 'vitest'
import { applyEdit } from '@atrium/shared/space/edit-map.rules.ts'
import { newFaults } from '@atrium/shared/space/map-faults.rules.ts'
import type { MapPlan } from '@atrium/shared/space/map-plan.ts'
import { newId, type SpaceId } from '@atrium/shared/ids.ts'
import { aMap } from '@atrium/shared/testing/a-map.ts'
import { added, drawnRectangle, freeRectangle, pickAt, placedRectangle, TOOLS, type Tool } from './tools.rules.ts'

const upright = { x: 400, y: 0, width: 16, height: 640 }
const plan: MapPlan = { map: aMap({ width: 960, walls: [upright] }), rooms: [] }

it('[SP8] draws from corner to corner in half tiles, and walls as thick as walls are', () => {
  expect(drawnRectangle('room', { x: 205, y: 310 }, { x: 37, y: 90 })).toEqual({ x: 32, y: 96, width: 176, height: 224 })
  expect(drawnRectangle('wall', { x: 30, y: 100 }, { x: 200, y: 120 })).toEqual({ x: 32, y: 96, width: 176, height: 16 })
  expect(drawnRectangle('wall', { x: 100, y: 30 }, { x: 120, y: 200 })).toEqual({ x: 96, y: 32, width: 16, height: 176 })
})

it('[SP8] puts a door into the wall that is pointed at, and everything else onto the map', () => {
  expect(placedRectangle(plan, 'door', { x: 405, y: 300 })).toEqual({ x: 400, y: 256, width: 16, height: 96 })
  expect(placedRectangle(plan, 'desk', { x: 955, y: 5 })).toEqual({ x: 864, y: 0, width: 96, height: 48 })
})

it('[SP8, SP9] puts down whatever is wanted at a free place for whoever cannot point, so that the map takes it', () => {
  for (const tool of Object.keys(TOOLS) as Tool[]) {
    if (tool === 'entrance') continue
    const at = freeRectangle(plan, tool)
    const made = at && added(plan, tool, { at, to: newId<SpaceId>() })
    const outcome = applyEdit(plan, made?.changes ?? [])
    expect('plan' in outcome && newFaults(plan, outcome.plan), tool).toEqual([])
    expect(made?.changes.length, tool).toBeGreaterThan(0)
  }
})

it('[SP8] picks what stands on top', () => {
  const desk = { kind: 'desk' as const, solid: true, x: 96, y: 400, width: 96, height: 48 }
  const map = aMap({ furniture: [{ ...desk, kind: 'rug', solid: false, x: 64, width: 200 }, desk] })
  expect(pickAt({ map, rooms: [] }, { x: 100, y: 410 })).toEqual({ list: 'furniture', id: map.furniture[1]!.id })
  expect(pickAt({ map, rooms: [] }, { x: 70, y: 410 })).toEqual({ list: 'furniture', id: map.furniture[0]!.id })
  expect([pickAt({ map, rooms: [] }, map.spawn), pickAt({ map, rooms: [] }, { x: 600, y: 600 })]).toEqual(['entrance', null])
})
