import { expect, it, vi } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { actorOf, aVisitor } from '../identity/testing/builders.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { expireStatuses } from './expire-statuses.ts'
import { forgetFreeWatches } from './forget-free-watches.ts'
import { aSpace } from './testing/builders.ts'
import { useOffice } from './testing/office.ts'

const database = useTestDatabase()
const anOffice = useOffice(database)
const refusedAs = (code: string) => ({ cause: { code } })
const holding = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 30_000 })
const HOUR_MS = 60 * 60_000

it('[SP3] a status has words, an emoji and an end, and the server takes it back then, not before', async () => {
  const { services, space, ada, enter, as, feed, rowOf } = await anOffice()
  await enter(ada, space.id)
  const until = Date.now() + HOUR_MS
  const { presence } = await as(ada).setStatus({ status: 'busy', text: 'lunch', emoji: '🍕', until })
  expect(presence).toMatchObject({ status: 'busy', statusText: 'lunch', statusEmoji: '🍕', statusUntil: until })
  expect(await expireStatuses(services, until - 1)).toBe(0)
  expect(await expireStatuses(services, until)).toBe(1)
  expect(await expireStatuses(services, until)).toBe(0)
  expect(await rowOf(ada)).toMatchObject({ status: 'available', status_text: '', status_emoji: null })
  expect((await feed('space.presenceChanged')).at(-1)?.payload.presence).toMatchObject({
    ...{ status: 'available', statusText: '', statusEmoji: null, statusUntil: null },
  })
})

it('[SP3] who is away when their status ends stays away, without the words', async () => {
  const { services, space, ada, enter, as, rowOf } = await anOffice()
  await enter(ada, space.id)
  const until = Date.now() + HOUR_MS
  await as(ada).setStatus({ status: 'away', text: 'lunch', emoji: '🍕', until })
  await expireStatuses(services, until)
  expect(await rowOf(ada)).toMatchObject({ status: 'away', status_text: '', status_emoji: null })
})

it('[SP3] a status that ended while its person was gone is not theirs when they come back; another is', async () => {
  const { services, space, ada, enter, as, rowOf } = await anOffice()
  const startMs = Date.now()
  services.clock = { ...services.clock, now: () => startMs }
  await enter(ada, space.id)
  await as(ada).setStatus({ status: 'dnd', text: 'exam', emoji: '📚', until: startMs + HOUR_MS })
  await as(ada).leave()
  await enter(ada, space.id)
  expect(await rowOf(ada)).toMatchObject({ status: 'dnd', status_text: 'exam', status_emoji: '📚' })
  await as(ada).leave()
  services.clock = { ...services.clock, now: () => startMs + HOUR_MS }
  await enter(ada, space.id)
  expect(await rowOf(ada)).toMatchObject({ status: 'available', status_text: '', status_emoji: null })
})

it('[SP3] a status takes one emoji, and a time to come within a month', async () => {
  const { space, ada, enter, as } = await anOffice()
  await enter(ada, space.id)
  const said = { status: 'busy' as const, text: '' }
  for (const wrong of [{ emoji: 'x' }, { emoji: '🍕🍕' }, { until: Date.now() - 1 }, { until: Date.now() + 40 * 24 * HOUR_MS }])
    await expect(as(ada).setStatus({ ...said, ...wrong })).rejects.toMatchObject(refusedAs('bad_input'))
})

/** Whom the notices were for. */
const noticesIn = async ({ feed }: Awaited<ReturnType<typeof anOffice>>) =>
  (await feed('space.freeWatchChanged')).filter(({ payload }) => payload.watch.state === 'free').map(({ audience }) => audience)
const tokenOf = ({ personId }: PersonActor) => [`person:${personId}`]

it('[SP3] whoever asked is told once when somebody becomes available, and nobody else', async () => {
  const office = await anOffice()
  const { space, ada, ben, someone, enter, as } = office
  const cy = await someone('Cy')
  for (const actor of [ada, ben, cy]) await enter(actor, space.id)
  await as(ben).setStatus({ status: 'dnd', text: '' })
  await as(ada).tellWhenFree({ personId: ben.personId })
  await as(ada).tellWhenFree({ personId: ben.personId })
  expect((await as(ada).listFreeWatches()).watches).toMatchObject([{ personId: ben.personId, state: 'waiting' }])
  expect((await as(cy).listFreeWatches()).watches).toEqual([])
  await as(ben).setStatus({ status: 'busy', text: '' })
  expect(await noticesIn(office)).toEqual([])
  await as(ben).setStatus({ status: 'available', text: '' })
  await as(ben).setStatus({ status: 'busy', text: '' })
  await as(ben).setStatus({ status: 'available', text: '' })
  expect(await noticesIn(office)).toEqual([tokenOf(ada)])
  expect((await as(ada).listFreeWatches()).watches).toEqual([])
})

it('[SP3] a notice is cancelled by whoever asked for it', async () => {
  const office = await anOffice()
  const { space, ada, ben, enter, as } = office
  await enter(ben, space.id)
  await as(ben).setStatus({ status: 'busy', text: '' })
  await as(ada).tellWhenFree({ personId: ben.personId })
  await as(ada).cancelTellWhenFree({ personId: ben.personId })
  await expect(as(ada).cancelTellWhenFree({ personId: ben.personId })).rejects.toMatchObject(refusedAs('not_found'))
  await as(ben).setStatus({ status: 'available', text: '' })
  expect(await noticesIn(office)).toEqual([])
})

it('[SP3] somebody becomes available also when their status ends, and when they come in', async () => {
  const office = await anOffice()
  const { services, space, ada, ben, enter, as } = office
  const visit = await enter(ben, space.id)
  const until = Date.now() + HOUR_MS
  await as(ben).setStatus({ status: 'dnd', text: '', until })
  await as(ada).tellWhenFree({ personId: ben.personId })
  await expireStatuses(services, until)
  expect(await noticesIn(office)).toHaveLength(1)
  await expect(as(ada).tellWhenFree({ personId: ben.personId })).rejects.toMatchObject(refusedAs('conflict'))
  visit.tab.close()
  await holding(() => as(ada).tellWhenFree({ personId: ben.personId }))
  await enter(ben, space.id)
  expect(await noticesIn(office)).toHaveLength(2)
})

it('[SP3, ID4] a visitor waits for people of their space alone, and nobody for strangers or themselves', async () => {
  const office = await anOffice()
  const { services, organizationId, space, ada, ben, enter, as } = office
  const stranger = await anOffice()
  const second = await aSpace(services, organizationId, { name: 'Second floor' })
  const visitor = actorOf(await aVisitor(services, organizationId, { spaceId: space.id }))
  await enter(ada, space.id)
  await enter(ben, second.id)
  for (const actor of [ada, ben]) await as(actor).setStatus({ status: 'busy', text: '' })
  await as(visitor).tellWhenFree({ personId: ada.personId })
  await expect(as(visitor).tellWhenFree({ personId: ben.personId })).rejects.toMatchObject(refusedAs('not_found'))
  await expect(as(ada).tellWhenFree({ personId: stranger.ada.personId })).rejects.toMatchObject(refusedAs('not_found'))
  await expect(as(ada).tellWhenFree({ personId: ada.personId })).rejects.toMatchObject(refusedAs('bad_input'))
})

it('[SP3] nobody waits for, or as, somebody who is gone for good', async () => {
  const { services, organizationId, space, ada, ben, someone, enter, as } = await anOffice()
  const gone = await someone('Cy')
  const visitor = async () => {
    const actor = actorOf(await aVisitor(services, organizationId, { spaceId: space.id }))
    await enter(actor, space.id)
    await as(actor).setStatus({ status: 'busy', text: '' })
    return actor
  }
  const [stays, revoked, expired] = [await visitor(), await visitor(), await visitor()]
  for (const actor of [ben, gone]) {
    await enter(actor, space.id)
    await as(actor).setStatus({ status: 'busy', text: '' })
  }
  for (const watched of [ben, gone, stays, revoked, expired]) await as(ada).tellWhenFree({ personId: watched.personId })
  for (const watcher of [stays, revoked, gone]) await as(watcher).tellWhenFree({ personId: ben.personId })
  const nowMs = Date.now()
  const ago = new Date(nowMs - 1)
  const owner = database().owner.db
  const end = (table: 'member' | 'visitor', { personId }: PersonActor, patch: object) =>
    owner.updateTable(table).set(patch).where('organization_id', '=', organizationId).where('id', '=', personId).execute()
  await end('member', gone, { deactivated_at: ago })
  await end('visitor', revoked, { revoked_at: ago })
  await end('visitor', expired, { expires_at: ago })
  const forget = (limit: number) =>
    inOrganization(services.db, organizationId, (tx) => forgetFreeWatches(tx, organizationId, { before: new Date(nowMs), limit }))
  expect([await forget(2), await forget(100), await forget(100)]).toEqual([2, 3, 0])
  expect((await as(ada).listFreeWatches()).watches.map(({ personId }) => personId)).toEqual([ben.personId, stays.personId].toSorted())
  expect((await as(stays).listFreeWatches()).watches).toHaveLength(1)
})
