import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { roomChannelOf, spaceChannelOf } from '@atrium/shared/chat/place-channel.ts'
import { newId, type MemberId } from '@atrium/shared/ids.ts'
import { actorOf, aMember, anOrganization, aVisitor, testServices } from '../identity/testing/builders.ts'
import { feedOf } from '../realtime/testing/feed-of.ts'
import { takeMap } from './follow-maps.ts'
import { aSpace } from './testing/builders.ts'
import { aStage } from './testing/stage.ts'

const database = useTestDatabase()

async function anOffice() {
  const services = testServices(database())
  const organizationId = await anOrganization(services)
  const owner = actorOf(await aMember(services, organizationId, { name: 'Olga', role: 'owner' }))
  const member = await aMember(services, organizationId, { name: 'Ada' })
  const space = await aSpace(services, organizationId)
  return { services, organizationId, owner, member, ada: actorOf(member), space, as: aStage(services).as }
}

it('[ID3] a new space is furnished, comes after the others, and has its chats', async () => {
  const { organizationId, owner, space, as } = await anOffice()
  const { space: made } = await as(owner).createSpace({ name: ' Second floor ' })
  expect(made).toMatchObject({ name: 'Second floor', position: 1, rev: 1 })
  expect(made.rooms.length).toBeGreaterThan(0)
  const { spaces } = await as(owner).list()
  expect(spaces.map(({ id }) => id)).toEqual([space.id, made.id])
  expect(spaces[1]).toEqual(made)
  const told = await feedOf(database().owner, organizationId, 'space.spaceChanged')
  expect(told).toEqual([{ audience: ['members', `space:${made.id}`, `map:${made.id}`], rev: 1, payload: { space: made } }])
  const opened = (await feedOf(database().owner, organizationId, 'chat.channelOpened')).map(({ payload }) => payload.channel)
  expect(opened).toEqual([spaceChannelOf(made.id), ...made.rooms.map(({ id }) => roomChannelOf(made.id, id))])
  const rows = await database()
    .owner.db.selectFrom('channel')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('space_id', '=', made.id)
    .execute()
  expect(rows.map(({ id }) => id).toSorted()).toEqual(opened.map(({ id }) => id as string).toSorted())
})

it('[ID3] a space has admins and members, whom an admin of the organization names, and every member is told', async () => {
  const { owner, member, ada, space, as, organizationId } = await anOffice()
  const set = (role: 'admin' | 'member' | null) => as(owner).setSpaceMember({ spaceId: space.id, memberId: member.id, role })
  expect((await set('member')).members).toEqual([{ memberId: member.id, role: 'member' }])
  await expect(as(ada).renameSpace({ spaceId: space.id, name: 'Mine' })).rejects.toMatchObject({ cause: { code: 'not_allowed' } })
  expect((await set('admin')).members).toEqual([{ memberId: member.id, role: 'admin' }])
  expect((await as(ada).listSpaceMembers({ spaceId: space.id })).members).toEqual([{ memberId: member.id, role: 'admin' }])
  expect((await as(ada).renameSpace({ spaceId: space.id, name: 'Mine' })).space).toMatchObject({ name: 'Mine', rev: 2 })
  expect((await set(null)).members).toEqual([])
  await expect(as(ada).renameSpace({ spaceId: space.id, name: 'Still mine' })).rejects.toMatchObject({ cause: { code: 'not_allowed' } })
  const told = await feedOf(database().owner, organizationId, 'space.spaceMembersChanged')
  expect(told.map(({ audience, payload }) => [audience, payload.spaceId, payload.members.map(({ role }) => role)])).toEqual(
    [['member'], ['admin'], []].map((roles) => [['members'], space.id, roles]),
  )
  const audit = await database()
    .owner.db.selectFrom('audit_entry')
    .select(['action', 'actor_name'])
    .where('organization_id', '=', organizationId)
    .execute()
  expect(audit).toEqual(Array.from({ length: 3 }, () => ({ action: 'space.roleChanged', actor_name: 'Olga' })))
})

it('[ID2] members make no spaces and name nobody; visitors see no list of members', async () => {
  const { services, organizationId, member, ada, space, as } = await anOffice()
  const visitor = actorOf(await aVisitor(services, organizationId, { spaceId: space.id }))
  const attempts = [ada, visitor].flatMap((actor) => [
    as(actor).createSpace({ name: 'Mine' }),
    as(actor).setSpaceMember({ spaceId: space.id, memberId: member.id, role: 'admin' }),
    as(actor).renameSpace({ spaceId: space.id, name: 'Mine' }),
  ])
  const outcomes = await Promise.allSettled([...attempts, as(visitor).listSpaceMembers({ spaceId: space.id })])
  for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: { cause: { code: 'not_allowed' } } })
})

it('[ID2] nothing of another organization is found', async () => {
  const [office, other] = [await anOffice(), await anOffice()]
  const { owner, as } = office
  const { space, member } = other
  const attempts = [
    as(owner).presence({ spaceId: space.id }),
    as(owner).renameSpace({ spaceId: space.id, name: 'Mine' }),
    as(owner).listSpaceMembers({ spaceId: space.id }),
    as(owner).setSpaceMember({ spaceId: office.space.id, memberId: member.id, role: 'admin' }),
    as(owner).setSpaceMember({ spaceId: space.id, memberId: office.member.id, role: 'admin' }),
    as(owner).setSpaceMember({ spaceId: office.space.id, memberId: newId<MemberId>(), role: 'admin' }),
  ]
  for (const outcome of await Promise.allSettled(attempts)) expect(outcome).toMatchObject({ reason: { cause: { code: 'not_found' } } })
})

it('[ID3] an empty space has outer walls and nothing else', async () => {
  const { owner, as } = await anOffice()
  const { space } = await as(owner).createSpace({ name: 'Blank', template: 'empty' })
  expect(space).toMatchObject({ rooms: [], map: { furniture: [], doors: [], portals: [] } })
  expect(space.map.walls).toHaveLength(4)
})

it('[ID3] a space that is archived is there for nobody, and comes back as it was', async () => {
  const { services, organizationId, owner, ada, space, as } = await anOffice()
  const { space: made } = await as(owner).createSpace({ name: 'Second floor' })
  const { enter, scenes } = aStage(services)
  await enter(ada, made.id)
  await as(owner).archiveSpace({ spaceId: made.id })
  takeMap(scenes, organizationId, {
    seq: 1,
    kind: 'space.spaceArchived',
    audience: [],
    entityId: made.id,
    payload: JSON.stringify({ spaceId: made.id, rev: 2 }),
  })
  expect(scenes.positionOf({ ...ada, spaceId: made.id })).toBeNull()
  expect((await as(ada).list()).spaces.map(({ id }) => id)).toEqual([space.id])
  await expect(enter(ada, made.id)).rejects.toMatchObject({ cause: { code: 'not_found' } })
  await expect(as(owner).renameSpace({ spaceId: made.id, name: 'Gone' })).rejects.toMatchObject({ cause: { code: 'not_found' } })
  expect((await feedOf(database().owner, organizationId, 'space.presenceLeft')).map(({ payload }) => payload.personId)).toEqual([
    ada.personId,
  ])
  expect((await as(owner).listArchivedSpaces()).spaces).toMatchObject([{ id: made.id, name: 'Second floor' }])
  const { space: back } = await as(owner).restoreSpace({ spaceId: made.id })
  expect(back).toEqual({ ...made, rev: 3 })
  expect((await as(owner).listArchivedSpaces()).spaces).toEqual([])
  await expect(as(owner).restoreSpace({ spaceId: made.id })).rejects.toMatchObject({ cause: { code: 'not_found' } })
})

it('[ID3] neither the only space is archived nor one that guests have links to, and by nobody but owners and admins', async () => {
  const { services, organizationId, owner, member, ada, space, as } = await anOffice()
  await expect(as(owner).archiveSpace({ spaceId: space.id })).rejects.toMatchObject({ cause: { code: 'conflict' } })
  const { space: made } = await as(owner).createSpace({ name: 'Second floor' })
  await aVisitor(services, organizationId, { spaceId: made.id })
  await expect(as(owner).archiveSpace({ spaceId: made.id })).rejects.toMatchObject({
    cause: { code: 'conflict', message: expect.stringContaining('Guests have links') },
  })
  await as(owner).setSpaceMember({ spaceId: space.id, memberId: member.id, role: 'admin' })
  await expect(as(ada).archiveSpace({ spaceId: space.id })).rejects.toMatchObject({ cause: { code: 'not_allowed' } })
})
