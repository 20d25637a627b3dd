import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { actorOf, aVisitor } from '../identity/testing/builders.ts'
import { expireKnocks } from './expire-knocks.ts'
import { useOffice } from './testing/office.ts'

const database = useTestDatabase()
const useStage = useOffice(database)
const refusedAs = (code: string) => ({ cause: { code } })

/** Ada has locked the library from inside; Ben and Cy stand outside. */
async function aLockedLibrary(capacity: number | null = null) {
  const office = await useStage({ capacity })
  const { space, ada, ben, someone, enter, as, feed } = office
  const cy = await someone('Cy')
  const [hers, his, theirs] = [await enter(ada, space.id), await enter(ben, space.id), await enter(cy, space.id)]
  await as(ada, hers.tab).goToRoom({ roomId: space.library })
  await as(ada).setRoomLock({ roomId: space.library, locked: true })
  const knock = async (actor: PersonActor) => (await as(actor).knock({ roomId: space.library })).knock
  const answer = (actor: PersonActor, knockId: string, admit: boolean) => as(actor).answerKnock({ knockId: knockId as never, admit })
  /** Of a knock: its states, in order. */
  const told = async (knockId: string) =>
    (await feed('space.knockChanged')).filter(({ payload }) => payload.knock.id === knockId).map(({ payload }) => payload.knock.state)
  const goIn = (actor: PersonActor, tab: typeof his.tab) => as(actor, tab).goToRoom({ roomId: space.library })
  return { ...office, cy, hers, his, theirs, knock, answer, told, goIn }
}

it('[SP4] a knock is told to those inside and to who knocks, and whoever is let in comes through the lock, once', async () => {
  const { ada, ben, space, knock, answer, told, goIn, his, as, feed, rowOf } = await aLockedLibrary()
  const { id } = await knock(ben)
  const [change] = await feed('space.knockChanged')
  expect(change?.audience.toSorted()).toEqual([`person:${ada.personId}`, `person:${ben.personId}`].toSorted())
  expect(change?.payload.knock).toMatchObject({ person: { name: 'Ben' }, roomId: space.library, state: 'waiting' })
  await expect(goIn(ben, his.tab)).rejects.toMatchObject(refusedAs('room_locked'))
  await answer(ada, id, true)
  await goIn(ben, his.tab)
  expect(await rowOf(ben)).toMatchObject({ room_id: space.library })
  expect(await told(id)).toEqual(['waiting', 'admitted', 'withdrawn'])
  await as(ben, his.tab).goToRoom({ roomId: space.studio })
  await expect(goIn(ben, his.tab)).rejects.toMatchObject(refusedAs('room_locked'))
})

it('[SP4] a knock that is refused lets nobody in, and cannot be answered again', async () => {
  const { ada, ben, knock, answer, told, goIn, his } = await aLockedLibrary()
  const { id } = await knock(ben)
  await answer(ada, id, false)
  expect(await told(id)).toEqual(['waiting', 'refused'])
  await expect(answer(ada, id, true)).rejects.toMatchObject(refusedAs('not_found'))
  await expect(goIn(ben, his.tab)).rejects.toMatchObject(refusedAs('room_locked'))
})

it('[SP4] a knock that nobody answers is over after 60 s, and not before', async () => {
  const { services, ada, ben, knock, answer, told } = await aLockedLibrary()
  const { id, expiresAt } = await knock(ben)
  expect(expiresAt - services.clock.now()).toBeLessThanOrEqual(60_000)
  expect(await expireKnocks(services, expiresAt - 1)).toBe(0)
  services.clock = { ...services.clock, now: () => expiresAt }
  await expect(answer(ada, id, true)).rejects.toMatchObject(refusedAs('conflict'))
  expect(await expireKnocks(services, expiresAt)).toBe(1)
  expect(await told(id)).toEqual(['waiting', 'expired'])
})

it('[SP4] whoever was let in and does not come stays outside', async () => {
  const { services, ada, ben, knock, answer, goIn, his } = await aLockedLibrary()
  const { id, expiresAt } = await knock(ben)
  await answer(ada, id, true)
  await expireKnocks(services, expiresAt + 60_000)
  await expect(goIn(ben, his.tab)).rejects.toMatchObject(refusedAs('room_locked'))
})

it('[SP4] nobody but those inside answers, not even who knocks, and a stranger sees nothing of it', async () => {
  const { ada, ben, cy, knock, answer, as } = await aLockedLibrary()
  const { id } = await knock(ben)
  const stranger = await useStage()
  await stranger.enter(stranger.ada, stranger.space.id)
  for (const actor of [ben, cy]) await expect(answer(actor, id, true)).rejects.toMatchObject(refusedAs('not_found'))
  await expect(stranger.as(stranger.ada).answerKnock({ knockId: id as never, admit: true })).rejects.toMatchObject(refusedAs('not_found'))
  expect((await as(cy).listKnocks()).knocks).toEqual([])
  expect((await as(ada).listKnocks()).knocks).toMatchObject([{ id, person: { name: 'Ben' } }])
  expect((await as(ben).listKnocks()).knocks).toMatchObject([{ id }])
})

it('[SP4] being let in makes a full room no larger', async () => {
  const { ada, ben, cy, knock, answer, goIn, his, theirs } = await aLockedLibrary(2)
  for (const actor of [ben, cy]) await answer(ada, (await knock(actor)).id, true)
  await goIn(ben, his.tab)
  await expect(goIn(cy, theirs.tab)).rejects.toMatchObject(refusedAs('room_full'))
})

it('[SP4] one knocks at locked rooms of the space one is in, from outside, once at a time', async () => {
  const { ada, ben, cy, space, as, knock, told, feed, his } = await aLockedLibrary()
  await expect(knock(ada)).rejects.toMatchObject(refusedAs('conflict'))
  await expect(as(ben).knock({ roomId: space.studio })).rejects.toMatchObject(refusedAs('conflict'))
  const first = await knock(ben)
  expect(await knock(ben)).toEqual(first)
  expect(await feed('space.knockChanged')).toHaveLength(1)
  await as(ben).stopKnocking()
  await expect(as(ben).stopKnocking()).rejects.toMatchObject(refusedAs('not_found'))
  const second = await knock(ben)
  await as(ben, his.tab).goToRoom({ roomId: space.studio })
  const third = await knock(cy)
  await as(cy).leave()
  for (const { id } of [first, second]) expect(await told(id)).toEqual(['waiting', 'withdrawn'])
  expect(await told(third.id)).toEqual(['waiting', 'withdrawn'])
})

it('[SP4, ID4] a visitor of one room knocks at no other', async () => {
  const { services, organizationId, space, enter, knock } = await aLockedLibrary()
  const confined = actorOf(await aVisitor(services, organizationId, { spaceId: space.id, roomId: space.studio }))
  await enter(confined, space.id)
  await expect(knock(confined)).rejects.toMatchObject(refusedAs('not_allowed'))
})

it('[SP4] somebody who comes in hears who knocks', async () => {
  const { ada, ben, cy, knock, answer, goIn, theirs, feed } = await aLockedLibrary()
  const { id } = await knock(ben)
  await answer(ada, (await knock(cy)).id, true)
  await goIn(cy, theirs.tab)
  expect((await feed('space.knockChanged')).at(-1)).toMatchObject({
    audience: [`person:${cy.personId}`],
    payload: { knock: { id, state: 'waiting' } },
  })
})

it('[SP4] opening the room lets in who knocks; when the last one leaves, nobody has answered', async () => {
  const { ada, ben, cy, space, knock, told, as, goIn, hers, his } = await aLockedLibrary()
  const first = await knock(ben)
  await as(ada).setRoomLock({ roomId: space.library, locked: false })
  expect(await told(first.id)).toEqual(['waiting', 'admitted'])
  await goIn(ben, his.tab)
  await as(ada).setRoomLock({ roomId: space.library, locked: true })
  const second = await knock(cy)
  await as(ben, his.tab).goToRoom({ roomId: space.studio })
  expect(await told(second.id)).toEqual(['waiting'])
  await as(ada, hers.tab).goToRoom({ roomId: space.studio })
  expect(await told(second.id)).toEqual(['waiting', 'expired'])
})
