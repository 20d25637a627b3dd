import { describe, expect, it, vi } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import type { MemberId, OrganizationId, RoomId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { openMentionChat } from '../chat/open-mention-chat.ts'
import { actorOf, aVisitor } from '../identity/testing/builders.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { goToRoom } from './go-to-room.ts'
import { keepPresence } from './keep-presence.ts'
import { rememberPlace } from './presence.queries.ts'
import { aSpace } from './testing/builders.ts'
import { useOffice } from './testing/office.ts'
import { aStage } from './testing/stage.ts'

const database = useTestDatabase()
const useStage = useOffice(database)
const refusedAs = (code: string) => expect.objectContaining({ code })

async function anOffice(options: Parameters<typeof useStage>[0] = {}) {
  const office = await useStage(options)
  const { services, organizationId, space, as, someone } = office
  const cy = await someone('Cy')
  const seenBy = async (viewer: PersonActor) =>
    (await as(viewer).presence({ spaceId: space.id })).present.map(({ person }) => person.name).toSorted()
  const commit = <T>(work: Parameters<typeof commitInOrganization<T>>[2]) => commitInOrganization(services, organizationId, work)
  /** By the rows alone: the scene would write what it sees once more, a moment later. */
  const go = (actor: PersonActor, roomId: RoomId) => commit((tx) => goToRoom(tx, actor, { roomId }))
  return { ...office, cy, seenBy, commit, go }
}

/** Who was told anything that names somebody, by token, of the changes after `after`. */
async function toldOf(organizationId: OrganizationId, personId: string, after: number) {
  const rows = await database()
    .owner.db.selectFrom('change')
    .select(['seq', 'kind', 'audience', 'payload'])
    .where('organization_id', '=', organizationId)
    .where('seq', '>', after)
    .orderBy('seq')
    .execute()
  const naming = rows.filter(({ payload }) => JSON.stringify(payload).includes(personId))
  return naming.map(({ kind, audience }) => ({ kind, audience: audience.toSorted() }))
}
async function headOf(organizationId: OrganizationId): Promise<number> {
  const row = await database()
    .owner.db.selectFrom('organization_head')
    .select('seq')
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow()
  return row.seq
}
const person = ({ personId }: PersonActor) => `person:${personId}`

describe('[SP6] a hidden position', () => {
  it('is told to nobody: they are gone for everybody but themselves, whatever they do, until they show it again', async () => {
    const { organizationId, space, ada, ben, as, enter, seenBy } = await anOffice()
    await enter(ada, space.id)
    await enter(ben, space.id)
    const { presence } = await as(ada).hidePosition({ hidden: true })
    expect(presence).toMatchObject({ hidden: true })
    expect([await seenBy(ben), await seenBy(ada)]).toEqual([['Ben'], ['Ada', 'Ben']])
    const after = await headOf(organizationId)
    await as(ada).setStatus({ status: 'busy', text: 'quiet', emoji: null, until: null })
    await as(ada).goToRoom({ roomId: space.library })
    await as(ada).leave()
    await enter(ada, space.id)
    const told = await toldOf(organizationId, ada.personId, after)
    expect(told.length).toBeGreaterThanOrEqual(4)
    expect(new Set(told.flatMap(({ audience }) => audience))).toEqual(new Set([person(ada)]))
    expect(await seenBy(ben)).toEqual(['Ben'])
    await as(ada).hidePosition({ hidden: false })
    expect(await seenBy(ben)).toEqual(['Ada', 'Ben'])
    expect((await toldOf(organizationId, ada.personId, after)).at(-1)?.audience).toEqual([`map:${space.id}`, `space:${space.id}`])
  })

  it('vanishes for everybody in one change that names no place, and is told anew only in the same room', async () => {
    const { organizationId, space, ada, ben, cy, as, enter, seenBy } = await anOffice()
    for (const actor of [ada, ben, cy]) await enter(actor, space.id)
    await as(ada).goToRoom({ roomId: space.library })
    await as(ben).goToRoom({ roomId: space.library })
    const after = await headOf(organizationId)
    await as(ada).hidePosition({ hidden: true })
    expect(await toldOf(organizationId, ada.personId, after)).toEqual([
      { kind: 'space.presenceLeft', audience: [`map:${space.id}`, `space:${space.id}`] },
      { kind: 'space.presenceChanged', audience: [person(ada), person(ben)].toSorted() },
    ])
    expect([await seenBy(ben), await seenBy(cy)]).toEqual([
      ['Ada', 'Ben', 'Cy'],
      ['Ben', 'Cy'],
    ])
    expect(await as(ada).hidePosition({ hidden: true })).toMatchObject({ hidden: true })
  })

  it('is known in a room from when one comes in to when one goes, whichever of the two it is', async () => {
    const { organizationId, space, ada, ben, as, enter, seenBy, go, commit } = await anOffice()
    for (const actor of [ada, ben]) await enter(actor, space.id)
    await as(ada).hidePosition({ hidden: true })
    await go(ada, space.library)
    const after = await headOf(organizationId)
    await go(ben, space.library)
    expect(await toldOf(organizationId, ada.personId, after)).toEqual([{ kind: 'space.presenceChanged', audience: [person(ben)] }])
    expect(await seenBy(ben)).toContain('Ada')
    await go(ben, space.studio)
    expect((await toldOf(organizationId, ada.personId, after)).at(-1)).toEqual({ kind: 'space.presenceLeft', audience: [person(ben)] })
    expect(await seenBy(ben)).not.toContain('Ada')
    await go(ada, space.studio)
    expect(await seenBy(ben)).toContain('Ada')
    await go(ada, space.library)
    expect((await toldOf(organizationId, ada.personId, after)).slice(-2)).toEqual([
      { kind: 'space.presenceLeft', audience: [person(ben)] },
      { kind: 'space.presenceChanged', audience: [person(ada)] },
    ])
    await go(ada, space.studio)
    await as(ada).leave()
    expect((await toldOf(organizationId, ada.personId, after)).at(-1)?.audience).toEqual([person(ada), person(ben)].toSorted())
    await commit((tx) => rememberPlace(tx, ada, { spaceId: space.id, x: 1000, y: 600 }))
    await enter(ada, space.id)
    expect(await seenBy(ben)).toContain('Ada')
  })

  it('is no secret that space admins or owners see through, nor visitors', async () => {
    const { services, organizationId, space, ada, ben, as, enter, seenBy } = await anOffice()
    await enter(ada, space.id)
    await as({ ...ben, role: 'owner' }).setSpaceMember({ spaceId: space.id, memberId: ben.personId, role: 'admin' })
    const visitor = actorOf(await aVisitor(services, organizationId, { spaceId: space.id, name: 'Vera' }))
    await enter(visitor, space.id)
    await as(ada).hidePosition({ hidden: true })
    for (const viewer of [ben, { ...ben, role: 'owner' as const }, visitor]) expect(await seenBy(viewer)).toEqual(['Vera'])
  })

  it('stands in no frame', async () => {
    const { space, ada, ben, as, enter } = await anOffice()
    const [hers, his] = [await enter(ada, space.id), await enter(ben, space.id)]
    await as(ada).hidePosition({ hidden: true })
    await vi.waitFor(() => expect(his.tab.seen().length).toBeGreaterThan(1))
    const from = his.tab.seen().length
    hers.tab.walk(700, 700)
    his.tab.walk(300, 300)
    await vi.waitFor(() => expect(hers.tab.seen().some((frame) => JSON.stringify(frame).includes('"x":300,"y":300'))).toBe(true))
    expect(JSON.stringify(his.tab.seen().slice(from))).not.toContain('"x":700')
  })

  it('stands in no frame of another node, which learns of it when it next looks', async () => {
    const { services, space, ada, as, enter } = await anOffice()
    const { presence } = await enter(ada, space.id)
    const elsewhere = aStage(services)
    try {
      await elsewhere.enter(ada, space.id)
      await as(ada).hidePosition({ hidden: true })
      await keepPresence(services.db, { scenes: elsewhere.scenes, nowMs: Date.now() })
      const looking = await elsewhere.enter(actorOf(await aVisitor(services, ada.organizationId, { spaceId: space.id })), space.id)
      expect(looking.tab.seen()[0]).toMatchObject({
        positions: expect.not.arrayContaining([expect.objectContaining({ slot: presence.slot })]),
      })
    } finally {
      await elsewhere.scenes.stop()
    }
  })

  it('takes no place that would tell: neither a full room, nor a locked one', async () => {
    const { space, ada, ben, cy, as, enter } = await anOffice({ capacity: 1 })
    for (const actor of [ada, ben, cy]) await enter(actor, space.id)
    await as(ada).hidePosition({ hidden: true })
    await as(ada).goToRoom({ roomId: space.library })
    await expect(as(ada).setRoomLock({ roomId: space.library, locked: true })).rejects.toMatchObject({ cause: refusedAs('not_allowed') })
    await as(ben).goToRoom({ roomId: space.library })
    await expect(as(cy).goToRoom({ roomId: space.library })).rejects.toMatchObject({ cause: refusedAs('room_full') })
    await as(ben).setRoomLock({ roomId: space.library, locked: true })
    await as(ben).goToRoom({ roomId: space.studio })
    const { spaces } = await as(cy).list()
    expect(spaces[0]?.rooms.find(({ id }) => id === space.library)?.locked).toBe(false)
  })

  it('is not followed, waved at, tapped or waited for by who does not see it, as if they were not there', async () => {
    const { space, ada, ben, cy, as, enter, feed } = await anOffice()
    for (const actor of [ada, ben]) await enter(actor, space.id)
    const { tab } = await enter(cy, space.id)
    await as(ben).followPerson({ personId: ada.personId })
    await as(ada).hidePosition({ hidden: true })
    expect((await as(ben).presence({ spaceId: space.id })).present.find(({ person: { name } }) => name === 'Ben')?.following).toBeNull()
    const stranger = { personId: cy.personId }
    await as(cy).leave()
    for (const act of ['followPerson', 'wave', 'tapShoulder', 'locatePerson'] as const) {
      const [hidden, absent] = await Promise.allSettled([as(ben)[act]({ personId: ada.personId }), as(ben)[act](stranger)])
      expect([hidden, absent]).toEqual([
        { status: 'rejected', reason: expect.objectContaining({ cause: refusedAs('not_found') }) },
        { status: 'rejected', reason: expect.objectContaining({ cause: refusedAs('not_found') }) },
      ])
    }
    await expect(as(ada, tab).wave({ personId: ben.personId })).rejects.toMatchObject({ cause: refusedAs('not_allowed') })
    await as(ben).tellWhenFree({ personId: ada.personId })
    await as(ada).setStatus({ status: 'busy', text: '', emoji: null, until: null })
    await as(ada).setStatus({ status: 'available', text: '', emoji: null, until: null })
    const states = async () => (await feed('space.freeWatchChanged')).map(({ payload }) => payload.watch.state)
    expect(await states()).toEqual(['waiting'])
    await as(ada).hidePosition({ hidden: false })
    expect(await states()).toEqual(['waiting', 'free'])
  })

  it('tells a visitor not by whom they may write to, either', async () => {
    const { services, organizationId, space, ada, as, enter, commit } = await anOffice()
    await enter(ada, space.id)
    const visitor = actorOf(await aVisitor(services, organizationId, { spaceId: space.id }))
    await enter(visitor, space.id)
    await as(ada).hidePosition({ hidden: true })
    const open = () => commit((tx) => openMentionChat(tx, visitor, { personId: ada.personId, nowMs: Date.now() }))
    await expect(open()).rejects.toEqual(refusedAs('not_found'))
    await as(ada).hidePosition({ hidden: false })
    expect(await open()).toMatchObject({ kind: 'mention' })
  })

  it('stays hidden over visits and in every space', async () => {
    const { services, organizationId, space, ada, ben, as, enter } = await anOffice()
    const second = await aSpace(services, organizationId, { name: 'Second floor' })
    await as(ada).hidePosition({ hidden: true })
    for (const { id } of [space, second]) {
      await enter(ada, id)
      expect((await as(ben).presence({ spaceId: id })).present).toEqual([])
    }
  })
})

it('[SP6] favourites are a member’s own, and told to their tabs alone', async () => {
  const { organizationId, services, ada, ben, as, feed } = await anOffice()
  const favour = (isFavourite: boolean) => as(ada).setFavourite({ memberId: ben.personId as MemberId, isFavourite })
  await favour(true)
  await favour(true)
  expect((await as(ada).listFavourites()).favourites).toMatchObject([{ memberId: ben.personId, isFavourite: true }])
  expect((await as(ben).listFavourites()).favourites).toEqual([])
  await favour(false)
  expect((await as(ada).listFavourites()).favourites).toEqual([])
  const told = await feed('space.favouriteChanged')
  expect(told.map(({ audience, payload }) => [audience, payload.favourite.isFavourite])).toEqual([
    [[person(ada)], true],
    [[person(ada)], false],
  ])
  await expect(as(ada).setFavourite({ memberId: ada.personId as MemberId, isFavourite: true })).rejects.toMatchObject({
    cause: refusedAs('bad_input'),
  })
  const rows = await inOrganization(services.db, organizationId, (tx) => tx.selectFrom('favourite').selectAll().execute())
  expect(rows).toEqual([])
})
