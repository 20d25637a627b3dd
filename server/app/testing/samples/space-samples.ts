import { inOrganization } from '@atrium/db/transaction.ts'
import { newId, type SpaceId } from '@atrium/shared/ids.ts'
import { aMember } from '../../../identity/testing/builders.ts'
import { aSpace } from '../../../space/testing/builders.ts'
import type { SocketCall } from '../call-over-socket.ts'
import type { Scene } from '../matrix-scene.ts'
import type { Sample } from '../sample-inputs.ts'

const enter = ({ spaceId }: Scene): SocketCall => ({ path: 'space.enter', type: 'mutation', input: { spaceId } })
const goToRoom = ({ roomId }: Scene): SocketCall => ({ path: 'space.goToRoom', type: 'mutation', input: { roomId } })

/** What one does at somebody who is in the space, which nobody else is. */
const atNobody: Sample = {
  input: async ({ services, organizationId }) => ({ personId: (await aMember(services, organizationId)).id }),
  onSocketAfter: (scene) => [enter(scene)],
  answers: ['not_found'],
}

/** Of somebody who is not there any more. */
async function aKnock({ services, organizationId, spaceId, roomId }: Scene): Promise<string> {
  const id = newId()
  const [personId, soon] = [newId(), new Date(Date.now() + 3_600_000)]
  await inOrganization(services.db, organizationId, (tx) =>
    tx
      .insertInto('knock')
      .values({ organization_id: organizationId, id, space_id: spaceId, room_id: roomId, person_id: personId, expires_at: soon })
      .execute(),
  )
  return id
}

const place = { x: 32, y: 32, width: 96, height: 48 }
const aDesk = () => ({ ...place, id: newId(), kind: 'desk', solid: true })

/** Another space of the organization. */
async function aFloor({ services, organizationId }: Scene, archived_at: Date | null = null): Promise<SpaceId> {
  const { id } = await aSpace(services, organizationId)
  await inOrganization(services.db, organizationId, (tx) => tx.updateTable('space').set({ archived_at }).where('id', '=', id).execute())
  return id
}

export const spaceSamples: Record<string, Sample> = {
  'space.list': {},
  'space.presence': { input: async ({ spaceId }) => ({ spaceId }) },
  'space.enter': { input: async ({ spaceId }) => ({ spaceId }), onSocketAfter: () => [] },
  'space.leave': { onSocketAfter: (scene) => [enter(scene)] },
  'space.setStatus': {
    input: async () => ({ status: 'busy', text: 'writing', emoji: '📝', until: Date.now() + 60_000 }),
    onSocketAfter: (scene) => [enter(scene)],
  },
  'space.goToRoom': { input: async ({ roomId }) => ({ roomId }), onSocketAfter: (scene) => [enter(scene)] },
  'space.showReaction': { input: async () => ({ reaction: '👍' }), onSocketAfter: (scene) => [enter(scene)] },
  'space.locatePerson': atNobody,
  'space.wave': atNobody,
  'space.tapShoulder': atNobody,
  'space.followPerson': atNobody,
  'space.shakeOff': atNobody,
  'space.tellWhenFree': { input: async ({ services, organizationId }) => ({ personId: (await aMember(services, organizationId)).id }) },
  'space.cancelTellWhenFree': atNobody,
  'space.listFreeWatches': {},
  'space.stopFollowing': { onSocketAfter: (scene) => [enter(scene)] },
  'space.hidePosition': { input: async () => ({ hidden: true }), onSocketAfter: (scene) => [enter(scene)] },
  'space.listFavourites': {},
  'space.setFavourite': {
    input: async ({ services, organizationId }) => ({ memberId: (await aMember(services, organizationId)).id, isFavourite: true }),
  },
  'space.knock': {
    input: async ({ roomId }) => ({ roomId }),
    onSocketAfter: (scene) => [enter(scene)],
    // Nobody has locked it.
    answers: ['conflict'],
  },
  'space.answerKnock': {
    input: async (scene) => ({ knockId: await aKnock(scene), admit: true }),
    onSocketAfter: (scene) => [enter(scene)],
    // They are not inside.
    answers: ['not_found'],
  },
  'space.stopKnocking': { onSocketAfter: (scene) => [enter(scene)], answers: ['not_found'] },
  'space.listKnocks': {},
  'space.createSpace': { input: async () => ({ name: 'Second floor' }) },
  'space.renameSpace': { input: async ({ spaceId }) => ({ spaceId, name: `Office ${newId().slice(-4)}` }) },
  'space.editMap': {
    input: async ({ spaceId }) => ({ spaceId, clientId: newId(), changes: [{ list: 'furniture', before: null, after: aDesk() }] }),
    // Whose desk it is nobody asks: an id is new, or known on that map alone. Where a portal leads is asked.
    foreignFindsNothing: true,
    foreign: async ({ spaceId }) => ({
      changes: [{ list: 'portals', before: null, after: { ...place, id: newId(), to: spaceId, arrival: null } }],
    }),
  },
  'space.archiveSpace': { input: async (scene) => ({ spaceId: await aFloor(scene) }) },
  'space.restoreSpace': { input: async (scene) => ({ spaceId: await aFloor(scene, new Date()) }) },
  'space.listArchivedSpaces': {},
  'space.setSpaceMember': {
    input: async ({ services, organizationId, spaceId }) => ({
      spaceId,
      memberId: (await aMember(services, organizationId)).id,
      role: 'admin',
    }),
  },
  'space.listSpaceMembers': { input: async ({ spaceId }) => ({ spaceId }) },
  'space.setRoomLock': {
    input: async ({ roomId }) => ({ roomId, locked: false }),
    onSocketAfter: (scene) => [enter(scene), goToRoom(scene)],
  },
}
