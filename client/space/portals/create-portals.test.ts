import { expect, it } from 'vitest'
import { newId, type SpaceId } from '@atrium/shared/ids.ts'
import { aMap } from '@atrium/shared/testing/a-map.ts'
import { Walker } from '../scene/walker.ts'
import { watchPortals } from './create-portals.ts'

const upstairs = newId<SpaceId>()
const map = aMap({ portals: [{ x: 200, y: 80, width: 48, height: 48, to: upstairs, arrival: null }] })

function aWalk() {
  const walker = new Walker(() => {})
  const entered: SpaceId[] = []
  watchPortals({ walker, map: () => map, onEntered: ({ to }) => entered.push(to) })
  let nowMs = 0
  const walk = (x: number) => {
    walker.walkTo({ x, y: 100 })
    while (walker.isWalking) walker.step(50, (nowMs += 50))
  }
  return { walker, walk, entered }
}

it('[SP8] whoever walks onto a portal goes through it, once', () => {
  const { walker, walk, entered } = aWalk()
  walker.place(map, { x: 100, y: 100 })
  walk(210)
  walk(230)
  expect(entered).toEqual([upstairs])
})

it('[SP8] whoever arrives on a portal stays, until they step off it and onto it again', () => {
  const { walker, walk, entered } = aWalk()
  walker.place(map, { x: 220, y: 100 })
  walk(240)
  expect(entered).toEqual([])
  walk(300)
  walk(220)
  expect(entered).toEqual([upstairs])
})
