import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { roomChannelOf } from '@atrium/shared/chat/place-channel.ts'
import { newId, type ClientMutationId, type PieceId, type RoomId, type SpaceId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { inverseOf } from '@atrium/shared/space/edit-map.rules.ts'
import { planOf, type MapChange, type RoomPlan } from '@atrium/shared/space/map-plan.ts'
import { aMember, actorOf, aVisitor } from '../identity/testing/builders.ts'
import { takeMap } from './follow-maps.ts'
import { aSpace } from './testing/builders.ts'
import { useOffice } from './testing/office.ts'

const database = useTestDatabase()
const newOffice = useOffice(database)

async function anOffice(options: Parameters<typeof newOffice>[0] = {}) {
  const office = await newOffice(options)
  const { services, organizationId, space, as, feed, scenes } = office
  const olga = actorOf(await aMember(services, organizationId, { name: 'Olga', role: 'owner' }))
  const edit = async (actor: PersonActor, changes: MapChange[], spaceId: SpaceId = space.id) => {
    const clientId = newId<ClientMutationId>()
    const { rev } = await as(actor).editMap({ spaceId, clientId, changes })
    const [told] = (await feed('space.spaceChanged')).toReversed()
    // As a node's feed hands it out.
    takeMap(scenes, organizationId, {
      seq: 1,
      kind: 'space.spaceChanged',
      audience: [],
      entityId: spaceId,
      payload: JSON.stringify(told!.payload),
    })
    return { rev, clientId }
  }
  const now = async () => (await as(olga).list()).spaces.find(({ id }) => id === space.id)!
  const plan = async () => planOf(await now())
  const roomOf = async (id: RoomId) => (await plan()).rooms.find((room) => room.id === id)!
  return { ...office, olga, edit, now, plan, roomOf }
}

const aWall = (x: number, y: number, width: number, height: number) => ({ id: newId<PieceId>(), x, y, width, height })
const wall = (after: ReturnType<typeof aWall>): MapChange => ({ list: 'walls', before: null, after })
const aRoom = (): RoomPlan => ({ id: newId<RoomId>(), name: 'Den', capacity: 4, floor: 'wood', x: 32, y: 480, width: 320, height: 320 })

it('[SP8] an edit is written whole, told as one change, and done once however often it is sent', async () => {
  const { olga, space, as, edit, now, feed } = await anOffice()
  const den = aRoom()
  const changes: MapChange[] = [wall(aWall(32, 800, 320, 16)), { list: 'rooms', before: null, after: den }]
  const { rev, clientId } = await edit(olga, changes)
  const after = await now()
  expect(after).toMatchObject({ rev: 2, map: { walls: [{ x: 32, y: 800 }] } })
  expect(after.rooms.find(({ id }) => id === den.id)).toEqual({ ...den, spaceId: space.id, locked: false })
  expect((await feed('space.spaceChanged')).map(({ payload }) => payload.space)).toEqual([after])
  expect((await feed('chat.channelOpened')).map(({ payload }) => payload.channel)).toEqual([roomChannelOf(space.id, den.id)])
  expect(await as(olga).editMap({ spaceId: space.id, clientId, changes })).toEqual({ rev })
  expect(await now()).toEqual(after)
})

it('[SP8] two who edit at once see each other’s edits, and one made on what the other has changed is refused', async () => {
  const { olga, space, roomOf, edit, now } = await anOffice()
  const seen = await roomOf(space.library)
  await edit(olga, [{ list: 'rooms', before: seen, after: { ...seen, name: 'Reading room' } }])
  const late = edit(olga, [wall(aWall(0, 0, 64, 16)), { list: 'rooms', before: seen, after: { ...seen, capacity: 3 } }])
  await expect(late).rejects.toMatchObject({
    cause: { code: 'conflict', message: expect.stringContaining('“Library” was changed meanwhile') },
  })
  expect((await now()).map.walls).toEqual([])
  // What the other has not touched goes along.
  const studio = await roomOf(space.studio)
  await edit(olga, [{ list: 'rooms', before: studio, after: { ...studio, floor: 'tiles' } }])
  expect((await now()).rooms.map(({ name, floor }) => [name, floor])).toEqual([
    ['Reading room', 'plain'],
    ['Studio', 'tiles'],
  ])
})

it('[SP8] what no map may be is refused in words, and changes nothing', async () => {
  const { olga, space, roomOf, edit, now } = await anOffice()
  const library = await roomOf(space.library)
  const refused = edit(olga, [{ list: 'rooms', before: library, after: { ...library, y: 200 } }])
  await expect(refused).rejects.toMatchObject({ cause: { code: 'bad_input', message: 'The rooms “Library” and “Studio” would overlap.' } })
  await expect(edit(olga, [wall(aWall(190, 190, 32, 32))])).rejects.toMatchObject({ cause: { code: 'bad_input' } })
  expect(await now()).toMatchObject({ rev: 1, map: { walls: [] } })
})

it('[ID2] owners, admins and admins of the space edit its map, and nobody else', async () => {
  const { services, organizationId, olga, ada, ben, space, as, edit } = await anOffice()
  await as(olga).setSpaceMember({ spaceId: space.id, memberId: ada.personId as never, role: 'admin' })
  await edit(ada, [wall(aWall(0, 0, 64, 16))])
  const elsewhere = await aSpace(services, organizationId)
  const visitor = actorOf(await aVisitor(services, organizationId, { spaceId: space.id }))
  const attempts = [
    edit(ben, [wall(aWall(0, 0, 64, 16))]),
    edit(visitor, [wall(aWall(0, 0, 64, 16))]),
    edit(ada, [wall(aWall(0, 0, 64, 16))], elsewhere.id),
  ]
  for (const outcome of await Promise.allSettled(attempts)) expect(outcome).toMatchObject({ reason: { cause: { code: 'not_allowed' } } })
})

it('[SP8] whoever is where a wall stands now is moved beside it, and their own tabs are told', async () => {
  const { olga, ada, space, enter, edit, scenes, rowOf } = await anOffice()
  const { tab, presence } = await enter(ada, space.id)
  await edit(olga, [
    { list: 'spawn', before: { x: 200, y: 200 }, after: { x: 600, y: 600 } },
    wall(aWall(presence.x - 16, presence.y - 64, 32, 128)),
  ])
  const place = scenes.positionOf({ ...ada, spaceId: space.id })!
  expect(Math.abs(place.x - presence.x)).toBeGreaterThanOrEqual(26)
  expect(await rowOf(ada)).toMatchObject({ x: place.x, y: place.y })
  expect(tab.seen()).toContainEqual({ kind: 'correction', x: place.x, y: place.y })
})

it('[SP8] who was in a room that is removed is in the open, its lock and knocks end, and undoing brings it back with its chat', async () => {
  const { olga, ada, ben, space, as, enter, edit, rowOf, roomOf, now, feed } = await anOffice()
  const { tab } = await enter(ada, space.id)
  await enter(ben, space.id)
  await as(ada, tab).goToRoom({ roomId: space.library })
  await as(ada).setRoomLock({ roomId: space.library, locked: true })
  await as(ben).knock({ roomId: space.library })
  const library = await roomOf(space.library)
  const removal: MapChange[] = [{ list: 'rooms', before: library, after: null }]
  await edit(olga, removal)
  expect(await rowOf(ada)).toMatchObject({ room_id: null })
  expect((await feed('space.knockChanged')).at(-1)?.payload.knock).toMatchObject({ state: 'expired' })
  await expect(as(ben).goToRoom({ roomId: space.library })).rejects.toMatchObject({ cause: { code: 'not_found' } })
  await edit(olga, inverseOf(removal))
  expect((await now()).rooms.find(({ id }) => id === space.library)).toMatchObject({ name: 'Library', locked: false })
  expect(await rowOf(ada)).toMatchObject({ room_id: space.library })
  expect(await feed('chat.channelOpened')).toEqual([])
})

it('[SP4] a room that is drawn away from everybody in it opens; one that is drawn around people keeps them, locked or full', async () => {
  const { olga, ada, ben, space, as, enter, edit, rowOf, roomOf, now } = await anOffice({ capacity: 1 })
  const { tab } = await enter(ada, space.id)
  await enter(ben, space.id)
  await as(ada, tab).goToRoom({ roomId: space.library })
  await as(ada).setRoomLock({ roomId: space.library, locked: true })
  const library = await roomOf(space.library)
  const studio = await roomOf(space.studio)
  const grown = { ...library, x: 64, y: 64, width: 1_156, height: 400 }
  await edit(olga, [{ list: 'rooms', before: library, after: grown }])
  expect([(await rowOf(ada))?.room_id, (await rowOf(ben))?.room_id]).toEqual([space.library, space.library])
  await edit(olga, [
    { list: 'rooms', before: studio, after: null },
    { list: 'rooms', before: grown, after: { ...library, x: 64, y: 800, width: 128, height: 128 } },
  ])
  expect([(await rowOf(ada))?.room_id, (await rowOf(ben))?.room_id]).toEqual([null, null])
  expect((await now()).rooms).toMatchObject([{ name: 'Library', locked: false }])
})

it('[ID4] a room that guests have links to is not removed, and takes its visitors along when it is moved', async () => {
  const { services, organizationId, olga, space, enter, edit, roomOf, rowOf } = await anOffice()
  const visitor = actorOf(await aVisitor(services, organizationId, { spaceId: space.id, roomId: space.library }))
  await enter(visitor, space.id)
  const library = await roomOf(space.library)
  await expect(edit(olga, [{ list: 'rooms', before: library, after: null }])).rejects.toMatchObject({
    cause: { code: 'conflict', message: expect.stringContaining('Guests have links') },
  })
  await edit(olga, [{ list: 'rooms', before: library, after: { ...library, x: 32 } }])
  expect(await rowOf(visitor)).toMatchObject({ room_id: space.library })
})

it('[SP8] a portal leads to another space of the organization, beside the portal there that it names or to the entrance', async () => {
  const { services, organizationId, olga, ada, space, as, enter, edit, rowOf, plan } = await anOffice()
  const upstairs = await aSpace(services, organizationId, { name: 'Upstairs' })
  const other = await newOffice()
  const portal = { id: newId<PieceId>(), x: 600, y: 64, width: 64, height: 64, to: upstairs.id, arrival: null }
  const add = (after: typeof portal): MapChange[] => [{ list: 'portals', before: null, after }]
  await expect(edit(olga, add({ ...portal, to: other.space.id }))).rejects.toMatchObject({ cause: { code: 'not_found' } })
  await expect(edit(olga, add({ ...portal, to: space.id }))).rejects.toMatchObject({ cause: { code: 'bad_input' } })
  const back = { ...portal, id: newId<PieceId>(), x: 64, y: 700, to: space.id }
  await edit(olga, add(back), upstairs.id)
  await edit(olga, add(portal))
  const { tab } = await enter(ada, space.id)
  await as(ada, tab).enter({ spaceId: upstairs.id, through: portal.id })
  expect(await rowOf(ada)).toMatchObject({ space_id: upstairs.id, x: 200, y: 200 })
  await as(ada, tab).enter({ spaceId: space.id, through: back.id })
  const [known] = (await plan()).map.portals
  await edit(olga, [{ list: 'portals', before: known!, after: { ...known!, arrival: back.id as never } }])
  await as(ada, tab).enter({ spaceId: upstairs.id, through: portal.id })
  expect(await rowOf(ada)).toMatchObject({ space_id: upstairs.id, x: 96, y: 732 })
  await expect(as(ada, tab).enter({ spaceId: space.id, through: portal.id })).rejects.toMatchObject({ cause: { code: 'not_found' } })
})
