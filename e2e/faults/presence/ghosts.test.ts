import { expect, it } from 'vitest'
import { findGhosts, type Aftermath } from './ghosts.ts'

const alone = { following: null, groupId: null }
const aCleanFloor = (): Aftermath => ({
  alive: ['ada', 'ben'],
  present: [
    { personId: 'ada', slot: 0, ...alone },
    { personId: 'ben', slot: 3, ...alone },
  ],
  knocking: [],
  drawn: [3, 0],
  listed: ['ada', 'ben'],
  told: ['ben', 'ada'],
})
const after = (doctor: (floor: Aftermath) => void) => {
  const floor = aCleanFloor()
  doctor(floor)
  return findGhosts(floor)
}

it('[SP2] finds nobody on a floor where only the living are, also together and one after the other', () => {
  expect(findGhosts(aCleanFloor())).toEqual([])
  const friends = after(({ present: [ada, ben] }) => {
    Object.assign(ada!, { groupId: 'g1', following: 'ben' })
    Object.assign(ben!, { groupId: 'g1' })
  })
  expect(friends).toEqual([])
})

it('[SP2] finds whoever is left of the dead, wherever that is', () => {
  const zoe = { personId: 'zoe', slot: 5, ...alone }
  expect(after(({ present }) => present.push(zoe))).toEqual([{ where: 'presence', what: 'ghost', who: 'zoe' }])
  expect(after(({ drawn }) => drawn.push(5))).toEqual([{ where: 'scene', what: 'ghost', who: '5' }])
  expect(after(({ listed }) => listed.push('zoe'))).toEqual([{ where: 'list', what: 'ghost', who: 'zoe' }])
  expect(after(({ told }) => told.push('zoe'))).toEqual([{ where: 'feed', what: 'ghost', who: 'zoe' }])
  expect(after(({ knocking }) => knocking.push('zoe'))).toEqual([{ where: 'knock', what: 'ghost', who: 'zoe' }])
  expect(after(({ present: [ada] }) => Object.assign(ada!, { following: 'zoe' }))).toEqual([{ where: 'follow', what: 'ghost', who: 'zoe' }])
  expect(after(({ present: [ada] }) => Object.assign(ada!, { groupId: 'g1' }))).toEqual([{ where: 'group', what: 'ghost', who: 'g1' }])
})

it('[SP2] finds the living who went with the dead, and an avatar that stands twice', () => {
  expect(after(({ listed }) => listed.pop())).toEqual([{ where: 'list', what: 'lost', who: 'ben' }])
  expect(after(({ drawn }) => drawn.shift())).toEqual([{ where: 'scene', what: 'lost', who: '3' }])
  expect(after(({ drawn }) => drawn.push(3))).toEqual([{ where: 'scene', what: 'doubled', who: '3' }])
})
