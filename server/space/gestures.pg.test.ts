import { expect, it, vi } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { actorOf, aVisitor } from '../identity/testing/builders.ts'
import { aSpace } from './testing/builders.ts'
import { useOffice } from './testing/office.ts'

const database = useTestDatabase()
const anOffice = useOffice(database)
const refusedAs = (code: string) => ({ cause: { code } })
const holding = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 30_000 })

it('[SP7] a reaction is seen by everybody in the space, once, and leaves no row', async () => {
  const { organizationId, space, ada, ben, enter, as } = await anOffice()
  const [hers, his] = [await enter(ada, space.id), await enter(ben, space.id)]
  const written = () =>
    database().owner.db.selectFrom('change').select('seq').where('organization_id', '=', organizationId).orderBy('seq').execute()
  const before = await written()
  await as(ada).showReaction({ reaction: '🎉' })
  for (const { tab } of [hers, his])
    expect(tab.seen().filter(({ kind }) => kind === 'reaction')).toEqual([{ kind: 'reaction', slot: hers.presence.slot, reaction: '🎉' }])
  expect(await written()).toEqual(before)
})

it('[SP7] a wave is seen by everybody and says whom it is for', async () => {
  const { space, ada, ben, someone, enter, as } = await anOffice()
  const [hers, his] = [await enter(ada, space.id), await enter(ben, space.id)]
  const { tab } = await enter(await someone('Cy'), space.id)
  await as(ada).wave({ personId: ben.personId })
  const wave = { kind: 'wave', slot: hers.presence.slot, toSlot: his.presence.slot }
  for (const seen of [tab, his.tab]) expect(seen.seen().at(-1)).toEqual(wave)
})

it('[SP7] a tap on the shoulder reaches the one person, through the feed', async () => {
  const { space, ada, ben, enter, as, feed } = await anOffice()
  await enter(ada, space.id)
  await enter(ben, space.id)
  await as(ada).tapShoulder({ personId: ben.personId })
  expect(await feed('space.shoulderTapped')).toMatchObject([
    { audience: [`person:${ben.personId}`], payload: { tap: { from: { name: 'Ada' }, to: ben.personId } } },
  ])
})

it('[SP7] somebody on do not disturb is neither tapped nor waved at nor followed', async () => {
  const { space, ada, ben, enter, as, feed } = await anOffice()
  const [, his] = [await enter(ada, space.id), await enter(ben, space.id)]
  await as(ben).setStatus({ status: 'dnd', text: '' })
  const at = { personId: ben.personId }
  for (const attempt of [as(ada).tapShoulder, as(ada).wave, as(ada).followPerson])
    await expect(attempt(at)).rejects.toMatchObject(refusedAs('do_not_disturb'))
  expect(await feed('space.shoulderTapped')).toEqual([])
  expect(his.tab.seen().filter(({ kind }) => kind === 'wave')).toEqual([])
})

it('[SP7] nobody is reached in another space, from none, or in another organization, and nobody reaches for themselves', async () => {
  const { services, organizationId, space, ada, ben, enter, as } = await anOffice()
  const stranger = await anOffice()
  await stranger.enter(stranger.ada, stranger.space.id)
  const second = await aSpace(services, organizationId, { name: 'Second floor' })
  await enter(ben, second.id)
  const attempts = [as(ada).wave, as(ada).tapShoulder, as(ada).followPerson]
  const refused = async (personId: typeof ben.personId, code: string) => {
    for (const attempt of attempts) await expect(attempt({ personId })).rejects.toMatchObject(refusedAs(code))
  }
  await refused(ben.personId, 'not_found')
  await expect(as(ada).showReaction({ reaction: '👍' })).rejects.toMatchObject(refusedAs('not_found'))
  await enter(ada, space.id)
  await refused(ben.personId, 'not_found')
  await refused(stranger.ada.personId, 'not_found')
  await refused(ada.personId, 'bad_input')
})

it('[SP7] the server bounds how often one reacts, waves and taps', async () => {
  const { space, ada, ben, enter, as, feed } = await anOffice()
  await enter(ada, space.id)
  const { tab } = await enter(ben, space.id)
  const outcomes = await Promise.allSettled(Array.from({ length: 15 }, () => as(ada).showReaction({ reaction: '👏' })))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
  expect(tab.seen().filter(({ kind }) => kind === 'reaction')).toHaveLength(10)
  await expect(as(ada).wave({ personId: ben.personId })).rejects.toMatchObject(refusedAs('too_many'))
  for (let tap = 0; tap < 3; tap++) await as(ada).tapShoulder({ personId: ben.personId })
  await expect(as(ada).tapShoulder({ personId: ben.personId })).rejects.toMatchObject(refusedAs('too_many'))
  expect(await feed('space.shoulderTapped')).toHaveLength(3)
  await as(ben).showReaction({ reaction: '👏' })
})

it('[SP7] who follows whom is told to the space until they stop', async () => {
  const { space, ada, ben, enter, as, feed } = await anOffice()
  await enter(ada, space.id)
  await enter(ben, space.id)
  const { presence } = await as(ada).followPerson({ personId: ben.personId })
  expect(presence.following).toBe(ben.personId)
  expect((await feed('space.presenceChanged')).at(-1)?.payload.presence).toMatchObject({ person: { name: 'Ada' }, following: ben.personId })
  expect((await as(ada).stopFollowing()).presence.following).toBeNull()
  expect((await feed('space.presenceChanged')).at(-1)?.payload.presence).toMatchObject({ person: { name: 'Ada' }, following: null })
})

it('[SP7] whoever is followed shakes off their followers, and is left alone for a while', async () => {
  const { space, ada, ben, someone, enter, as, rowOf } = await anOffice()
  const cy = await someone('Cy')
  for (const actor of [ada, ben, cy]) await enter(actor, space.id)
  await as(ada).followPerson({ personId: ben.personId })
  await expect(as(cy).shakeOff({ personId: ada.personId })).rejects.toMatchObject(refusedAs('not_found'))
  expect((await rowOf(ada))?.following_id).toBe(ben.personId)
  await as(ben).shakeOff({ personId: ada.personId })
  expect((await rowOf(ada))?.following_id).toBeNull()
  await expect(as(ada).followPerson({ personId: ben.personId })).rejects.toMatchObject(refusedAs('too_many'))
  await as(cy).followPerson({ personId: ben.personId })
})

it('[SP7] nobody follows somebody who has left, however they left', async () => {
  const { services, organizationId, space, ada, ben, enter, as, rowOf, feed } = await anOffice()
  const second = await aSpace(services, organizationId, { name: 'Second floor' })
  await enter(ada, space.id)
  const { tab } = await enter(ben, space.id)
  await as(ada).followPerson({ personId: ben.personId })
  tab.close()
  await holding(async () => expect((await rowOf(ada))?.following_id).toBeNull())
  await enter(ben, space.id)
  await as(ada).followPerson({ personId: ben.personId })
  await enter(ben, second.id)
  expect((await rowOf(ada))?.following_id).toBeNull()
  expect(
    (await feed('space.presenceChanged')).findLast(({ payload }) => payload.presence.person.name === 'Ada')?.payload.presence,
  ).toMatchObject({ following: null })
})

it('[SP7, ID4] a visitor waves and is waved at like anybody in their space', async () => {
  const { services, organizationId, space, ada, enter, as } = await anOffice()
  const visitor = actorOf(await aVisitor(services, organizationId, { spaceId: space.id, name: 'Vera' }))
  const [hers, theirs] = [await enter(ada, space.id), await enter(visitor, space.id)]
  await as(visitor).wave({ personId: ada.personId })
  await as(ada).wave({ personId: visitor.personId })
  expect(hers.tab.seen().slice(-2)).toEqual([
    { kind: 'wave', slot: theirs.presence.slot, toSlot: hers.presence.slot },
    { kind: 'wave', slot: hers.presence.slot, toSlot: theirs.presence.slot },
  ])
})
