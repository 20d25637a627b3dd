import { expect, it, vi } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { SpaceId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { actorOf, aVisitor } from '../identity/testing/builders.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { enterSpace } from './enter-space.ts'
import { keepPresence } from './keep-presence.ts'
import { startPresence } from './presence.worker.ts'
import { STALE_AFTER_MS, sweepPresence } from './sweep-presence.ts'
import { aSpace } from './testing/builders.ts'
import { useOffice } from './testing/office.ts'

const holding = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 30_000 })

const database = useTestDatabase()
const anOffice = useOffice(database)
const inLibrary = { x: 1000, y: 200 }

it('[SP2] has one avatar for a person, however many tabs, until the last of them closes', async () => {
  const { space, ada, enter, rows, feed, scenes, organizationId } = await anOffice()
  const visits = await Promise.all(Array.from({ length: 5 }, () => enter(ada, space.id)))
  expect(await rows()).toHaveLength(1)
  expect(new Set(visits.map(({ presence }) => presence.slot)).size).toBe(1)
  expect(await feed('space.presenceChanged')).toHaveLength(1)
  for (const { tab } of visits.slice(1)) tab.close()
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(scenes.positionOf({ organizationId, spaceId: space.id, personId: ada.personId })).not.toBeNull()
  expect(await rows()).toHaveLength(1)
  visits[0]?.tab.close()
  await holding(async () => expect(await rows()).toEqual([]))
  const [left] = await feed('space.presenceLeft')
  expect(left).toMatchObject({ audience: [`space:${space.id}`, `map:${space.id}`], payload: { spaceId: space.id, personId: ada.personId } })
  expect(left!.rev).toBeGreaterThan((await feed('space.presenceChanged'))[0]!.rev)
})

it('[SP2] gives everybody in a space a slot of their own, also when they all come at once', async () => {
  const { space, someone, enter, rows } = await anOffice()
  const people = await Promise.all(Array.from({ length: 20 }, (_, index) => someone(`Person ${index}`)))
  await Promise.all(people.map((actor) => enter(actor, space.id)))
  expect(new Set((await rows()).map(({ slot }) => slot)).size).toBe(20)
})

it('[SP2] nobody arrives on somebody else: at the entrance, and where they last stood', async () => {
  const { space, someone, enter, rows, ada, ben } = await anOffice()
  const { tab } = await enter(ada, space.id)
  tab.walk(321, 432)
  tab.close()
  await holding(async () => expect(await rows()).toEqual([]))
  const people = await Promise.all(Array.from({ length: 12 }, (_, index) => someone(`Person ${index}`)))
  await Promise.all(people.map((actor) => enter(actor, space.id)))
  const visit = await enter(ben, space.id)
  visit.tab.walk(325, 430)
  visit.tab.close()
  await holding(async () => expect(await rows()).toHaveLength(12))
  await enter(ben, space.id)
  await enter(ada, space.id)
  const places = await rows()
  expect(places).toHaveLength(14)
  for (const [index, at] of places.entries()) {
    for (const other of places.slice(0, index)) expect(Math.abs(at.x - other.x) >= 42 || Math.abs(at.y - other.y) >= 42).toBe(true)
  }
})

it('[SP4] nobody arrives in a full or locked room: they come in beside it', async () => {
  const spawn = { x: 1000, y: 200 }
  const map = { width: 1280, height: 960, spawn, walls: [], doors: [], furniture: [], portals: [] }
  const full = await anOffice({ map, capacity: 1 })
  expect((await full.enter(full.ada, full.space.id)).presence).toMatchObject({ ...spawn, roomId: full.space.library })
  expect((await full.enter(full.ben, full.space.id)).presence.roomId).not.toBe(full.space.library)
  const locked = await anOffice({ map, locked: true })
  expect((await locked.enter(locked.ada, locked.space.id)).presence.roomId).not.toBe(locked.space.library)
})

it('[SP2] comes back to where they last stood, with the status they had, and a revision that is further', async () => {
  const { space, ada, enter, as, rows, feed } = await anOffice()
  const { tab } = await enter(ada, space.id)
  tab.walk(321, 432)
  await as(ada).setStatus({ status: 'busy', text: 'writing' })
  tab.close()
  await holding(async () => expect(await rows()).toEqual([]))
  const { presence } = await enter(ada, space.id)
  expect(presence).toMatchObject({ x: 321, y: 432, status: 'busy', statusText: 'writing' })
  const revisions = [...(await feed('space.presenceChanged')), ...(await feed('space.presenceLeft'))].map(({ rev }) => rev)
  expect(presence.rev).toBe(Math.max(...revisions))
})

it('[SP2] is in one space at a time: who enters another leaves the first', async () => {
  const { services, organizationId, space, ada, enter, rows, feed, scenes } = await anOffice()
  const second = await aSpace(services, organizationId, { name: 'Second floor' })
  const { tab } = await enter(ada, space.id)
  tab.walk(400, 400)
  const { presence } = await enter(ada, second.id)
  expect(await rows()).toMatchObject([{ space_id: second.id }])
  expect(scenes.positionOf({ organizationId, spaceId: space.id, personId: ada.personId })).toBeNull()
  const [left] = await feed('space.presenceLeft')
  expect(left).toMatchObject({ audience: [`space:${space.id}`, `map:${space.id}`], payload: { spaceId: space.id } })
  expect(presence.rev).toBeGreaterThan(left!.rev)
  expect((await enter(ada, space.id)).presence).toMatchObject({ x: 400, y: 400 })
})

it('[SP2] sees off the people of a node that has gone, and nobody else', async () => {
  const { services, organizationId, space, ada, ben, enter, rows, feed, scenes } = await anOffice()
  await enter(ben, space.id)
  const nowMs = Date.now() + STALE_AFTER_MS + 1_000
  const entering = { spaceId: space.id, node: 'a node that was killed', standing: null, nowMs: Date.now() }
  await commitInOrganization(services, organizationId, (tx) => enterSpace(tx, ada, entering))
  await keepPresence(services.db, { scenes, nowMs })
  expect(await sweepPresence(services, nowMs)).toBe(1)
  expect(await rows()).toMatchObject([{ person_id: ben.personId }])
  expect((await feed('space.presenceLeft')).map(({ payload }) => payload.personId)).toEqual([ada.personId])
})

it('[SP2] does not keep who is in none of its scenes', async () => {
  const { services, organizationId, space, ada, rows, scenes } = await anOffice()
  const entering = { spaceId: space.id, node: scenes.node, standing: null, nowMs: Date.now() }
  await commitInOrganization(services, organizationId, (tx) => enterSpace(tx, ada, entering))
  const nowMs = Date.now() + STALE_AFTER_MS + 1_000
  await keepPresence(services.db, { scenes, nowMs })
  await sweepPresence(services, nowMs)
  expect(await rows()).toEqual([])
})

it('[SP2] keeps where people stand while they are there', async () => {
  const { services, space, ada, enter, rowOf, scenes } = await anOffice()
  const { tab } = await enter(ada, space.id)
  tab.walk(321, 432)
  const worker = startPresence({ services, scenes, feed: { onHandedOut: () => () => {} }, everyMs: 10 })
  await holding(async () => expect(await rowOf(ada)).toMatchObject({ x: 321, y: 432 }))
  await worker.stop()
})

it('[SP2] leaves no ghost after people have come, gone and been killed at random', async () => {
  const { space, someone, enter, rows, as } = await anOffice()
  const people = await Promise.all(Array.from({ length: 8 }, (_, index) => someone(`Person ${index}`)))
  const here = new Map<PersonActor, Awaited<ReturnType<typeof enter>>[]>()
  for (let round = 0; round < 25; round++) {
    await Promise.all(
      people.map(async (actor, index) => {
        const tabs = here.get(actor) ?? []
        here.set(actor, tabs)
        const dice = (round * 7 + index * 13) % 5
        if (dice < 2 || tabs.length === 0) tabs.push(await enter(actor, space.id))
        else if (dice === 2) tabs.pop()?.tab.close()
        else if (dice === 3) for (const { tab } of tabs.splice(0)) tab.close()
        else {
          await as(actor).leave()
          tabs.splice(0)
        }
      }),
    )
  }
  const present = people.filter((actor) => (here.get(actor)?.length ?? 0) > 0).map(({ personId }) => personId)
  await holding(async () => expect((await rows()).map((row) => row.person_id).toSorted()).toEqual(present.toSorted()))
})

it('[SP4] walking into a room is told to all, and into a full one is refused', async () => {
  const { space, ada, ben, enter, rowOf, feed, scenes, organizationId } = await anOffice({ capacity: 1 })
  const [visit, other] = [await enter(ada, space.id), await enter(ben, space.id)]
  visit.tab.walk(inLibrary.x, inLibrary.y)
  await holding(async () => expect(await rowOf(ada)).toMatchObject({ room_id: space.library }))
  expect((await feed('space.presenceChanged')).at(-1)?.payload.presence).toMatchObject({ roomId: space.library, person: { name: 'Ada' } })
  other.tab.walk(inLibrary.x + 40, inLibrary.y)
  const person = { organizationId, spaceId: space.id, personId: ben.personId }
  await holding(() => expect(scenes.positionOf(person)).toMatchObject({ roomId: null, x: other.presence.x, y: other.presence.y }))
  expect(await rowOf(ben)).toMatchObject({ room_id: null })
})

it('[SP4] of many who go to a room at once only as many get in as it holds', async () => {
  const { space, someone, enter, as, rows } = await anOffice({ capacity: 3 })
  const people = await Promise.all(Array.from({ length: 8 }, (_, index) => someone(`Person ${index}`)))
  const outcomes = await Promise.allSettled(
    people.map(async (actor) => {
      const { tab } = await enter(actor, space.id)
      return as(actor, tab).goToRoom({ roomId: space.library })
    }),
  )
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason.cause).toMatchObject({ code: 'room_full' })
  const inside = (await rows()).filter((row) => row.room_id === space.library)
  expect(inside).toHaveLength(3)
  expect(new Set(inside.map(({ x, y }) => `${x},${y}`)).size).toBe(3)
})

it('[SP4] a lock is set from inside alone, keeps others out, and goes with the last one', async () => {
  const { space, ada, ben, enter, as, feed, rowOf } = await anOffice()
  const [visit] = [await enter(ada, space.id), await enter(ben, space.id)]
  const lock = (actor: PersonActor, locked = true) => as(actor).setRoomLock({ roomId: space.library, locked })
  await expect(lock(ben)).rejects.toMatchObject({ cause: { code: 'not_allowed' } })
  await as(ada, visit.tab).goToRoom({ roomId: space.library })
  const isLocked = (rooms: { id: string; locked: boolean }[]) => rooms.find(({ id }) => id === space.library)?.locked
  expect(isLocked((await lock(ada)).space.rooms)).toBe(true)
  await expect(as(ben).goToRoom({ roomId: space.library })).rejects.toMatchObject({ cause: { code: 'room_locked' } })
  await as(ada).setStatus({ status: 'busy', text: '' })
  expect((await rowOf(ada))?.room_id).toBe(space.library)
  visit.tab.walk(100, 100)
  await holding(async () => expect(isLocked((await feed('space.spaceChanged')).at(-1)!.payload.space.rooms)).toBe(false))
  expect((await feed('space.spaceChanged')).map(({ rev }) => rev)).toEqual([2, 3])
  await as(ben).goToRoom({ roomId: space.library })
})

it('[SP4] an empty room unlocks itself when its last one vanishes', async () => {
  const { space, ada, ben, enter, as } = await anOffice()
  const { tab } = await enter(ada, space.id)
  await enter(ben, space.id)
  await as(ada, tab).goToRoom({ roomId: space.library })
  await as(ada).setRoomLock({ roomId: space.library, locked: true })
  tab.close()
  await holding(() => as(ben).goToRoom({ roomId: space.library }))
})

it('[SP3] a status is told to the space and stays however they move', async () => {
  const { space, ada, enter, as, feed, rowOf } = await anOffice()
  await expect(as(ada).setStatus({ status: 'busy', text: '' })).rejects.toMatchObject({ cause: { code: 'not_found' } })
  const { tab } = await enter(ada, space.id)
  const { presence } = await as(ada).setStatus({ status: 'dnd', text: ' on a call ' })
  expect(presence).toMatchObject({ status: 'dnd', statusText: 'on a call' })
  expect((await feed('space.presenceChanged')).at(-1)).toMatchObject({
    audience: [`space:${space.id}`, `map:${space.id}`],
    rev: presence.rev,
  })
  tab.walk(inLibrary.x, inLibrary.y)
  await holding(async () => expect(await rowOf(ada)).toMatchObject({ room_id: space.library, status: 'dnd' }))
})

it('[SP9] going to a room from the list moves the avatar to a free place in it', async () => {
  const { space, ada, enter, as, scenes, organizationId } = await anOffice()
  const { tab } = await enter(ada, space.id)
  const { presence } = await as(ada, tab).goToRoom({ roomId: space.studio })
  expect(presence.roomId).toBe(space.studio)
  const place = scenes.positionOf({ organizationId, spaceId: space.id, personId: ada.personId })
  expect(place).toEqual({ x: presence.x, y: presence.y, roomId: space.studio })
})

it('[SP4] nobody goes to a room of a space they are not in, or of another organization', async () => {
  const [office, other] = [await anOffice(), await anOffice()]
  const second = await aSpace(office.services, office.organizationId)
  const attempt = (roomId: typeof second.library) => office.as(office.ada).goToRoom({ roomId })
  await expect(attempt(office.space.library)).rejects.toMatchObject({ cause: { code: 'not_found' } })
  await office.enter(office.ada, office.space.id)
  for (const roomId of [second.library, other.space.library])
    await expect(attempt(roomId)).rejects.toMatchObject({ cause: { code: 'not_found' } })
  const enterOthers = (spaceId: SpaceId) => office.enter(office.ada, spaceId)
  await expect(enterOthers(other.space.id)).rejects.toMatchObject({ cause: { code: 'not_found' } })
  await expect(office.as(office.ada).setRoomLock({ roomId: other.space.library, locked: true })).rejects.toMatchObject({
    cause: { code: 'not_found' },
  })
})

it('[ID4] a visitor is in their space and in no other, and sees who is there', async () => {
  const { services, organizationId, space, ada, enter, as } = await anOffice()
  const second = await aSpace(services, organizationId)
  const visitor = actorOf(await aVisitor(services, organizationId, { spaceId: space.id, name: 'Vera' }))
  await enter(ada, space.id)
  expect((await enter(visitor, space.id)).presence).toMatchObject({ person: { kind: 'visitor', name: 'Vera' } })
  expect((await as(visitor).list()).spaces.map(({ id }) => id)).toEqual([space.id])
  expect((await as(visitor).presence({ spaceId: space.id })).present.map(({ person }) => person.name)).toEqual(['Ada', 'Vera'])
  await expect(enter(visitor, second.id)).rejects.toMatchObject({ cause: { code: 'not_found' } })
  await expect(as(visitor).presence({ spaceId: second.id })).rejects.toMatchObject({ cause: { code: 'not_found' } })
})

it('[ID4] a visitor of one room begins in it and is walked back when they leave it', async () => {
  const { services, organizationId, space, enter, as, scenes, rowOf } = await anOffice()
  const visitor = actorOf(await aVisitor(services, organizationId, { spaceId: space.id, roomId: space.library }))
  const { tab, presence } = await enter(visitor, space.id)
  expect(presence.roomId).toBe(space.library)
  tab.walk(100, 100)
  const person = { organizationId, spaceId: space.id, personId: visitor.personId }
  await holding(() => expect(scenes.positionOf(person)).toMatchObject({ x: presence.x, y: presence.y, roomId: space.library }))
  await expect(as(visitor).goToRoom({ roomId: space.studio })).rejects.toMatchObject({ cause: { code: 'not_allowed' } })
  expect(await rowOf(visitor)).toMatchObject({ room_id: space.library })
})

it('[SP2] a space is entered over a socket alone', async () => {
  const { space, ada, as } = await anOffice()
  await expect(as(ada).enter({ spaceId: space.id })).rejects.toMatchObject({ cause: { code: 'bad_input' } })
})
