import { createRoot } from 'solid-js'
import { expect, it } from 'vitest'
import type { PersonId } from '@atrium/shared/ids.ts'
import type { CurrentSpace } from '../current-space.tsx'
import { createPointing } from './create-pointing.ts'

const place = (id: string, x: number, y: number) => ({ person: { id: id as PersonId }, x, y })

function aMap() {
  const present = [place('me', 100, 100), place('ada', 200, 100), place('ben', 230, 100)]
  const positions = { of: (at: { x: number; y: number }) => at }
  const current = { present: () => present, positions } as unknown as CurrentSpace
  return createRoot(() => createPointing(current, { me: () => 'me' as PersonId, camera: () => ({ x: 50, y: 50, zoom: 2 }) }))
}

it('[SP7] a click near an avatar means that person, whose card it opens; one’s own opens none, nor does the floor', () => {
  const { personAt } = aMap()
  const at = (x: number, y: number) => personAt({ x, y })?.person.id ?? null
  expect([at(200, 100), at(190, 112), at(231, 90)]).toEqual(['ada', 'ada', 'ben'])
  expect([at(100, 100), at(150, 100), at(200, 130)]).toEqual([null, null, null])
})

it('[SP7] whom the pointer is over is found by the picture’s pixels, and told where their avatar is in it', () => {
  const { hover, hovered } = aMap()
  hover({ x: 302, y: 98 })
  expect(hovered()).toEqual({ personId: 'ada', x: 300, y: 100 })
  hover({ x: 10, y: 10 })
  expect(hovered()).toBeNull()
  hover({ x: 302, y: 98 })
  hover(null)
  expect(hovered()).toBeNull()
})
