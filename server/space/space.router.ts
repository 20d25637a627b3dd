import { z } from 'zod'
import { snapshotOf } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { idOf } from '@atrium/shared/id-schema.ts'
import type { Id, ClientMutationId, MemberId, PersonId, PieceId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import { REACTIONS } from '@atrium/shared/space/gestures.ts'
import { STATUSES } from '@atrium/shared/space/views.ts'
import { adminProcedure, memberProcedure, personProcedure } from '../identity/procedures.ts'
import { faultPoint } from '../infra/fault-point.ts'
import { router } from '../infra/trpc.ts'
import { once } from '../realtime/client-mutation.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { headOf } from '../realtime/feed/change.queries.ts'
import { archiveSpace, listArchivedSpaces, restoreSpace } from './archive-space.ts'
import { createSpace } from './create-space.ts'
import { enterScene, leaveScene } from './enter-scene.ts'
import { followPerson, shakeOff, stopFollowing } from './follow-person.ts'
import { hideInScene } from './hide-in-scene.ts'
import { goToRoom } from './go-to-room.ts'
import { answerKnock, knock, listKnocks, stopKnocking } from './knock.ts'
import { editMap } from './edit-map.ts'
import { listPresence, listSpaceMembers, listSpaces } from './list-spaces.ts'
import { locatePerson } from './locate-person.ts'
import { mapChangesSchema } from './map-edit.schema.ts'
import { renameSpace } from './rename-space.ts'
import { listFavourites, setFavourite } from './set-favourite.ts'
import { setRoomLock } from './set-room-lock.ts'
import { setSpaceMember } from './set-space-member.ts'
import { setStatus } from './set-status.ts'
import { showReaction } from './show-reaction.ts'
import { tapShoulder } from './tap-shoulder.ts'
import { cancelTellWhenFree, listFreeWatches, tellWhenFree } from './tell-when-free.ts'
import { wave } from './wave.ts'

const spaceInput = z.object({ spaceId: idOf<SpaceId>() })
const enterInput = spaceInput.extend({ through: idOf<PieceId>().nullable().default(null) })
const personInput = z.object({ personId: idOf<PersonId>() })
const statusInput = z.object({
  status: z.enum(STATUSES),
  text: z.string().max(140),
  emoji: z.string().max(40).nullable().default(null),
  until: z.number().int().nullable().default(null),
})
const roomInput = z.object({ roomId: idOf<RoomId>() })
const nameSchema = z.string().trim().min(1).max(80)
const newSpaceInput = z.object({ name: nameSchema, template: z.enum(['office', 'empty']).default('office') })
const editInput = spaceInput.extend({ clientId: idOf<ClientMutationId>(), changes: mapChangesSchema })
const memberInput = spaceInput.extend({ memberId: idOf<MemberId>(), role: z.enum(['admin', 'member']).nullable() })

export const spaceRouter = router({
  list: personProcedure.query(({ ctx: { services, actor } }) =>
    snapshotOf(services.db, actor.organizationId, async (tx) => ({
      head: await headOf(tx, actor.organizationId),
      spaces: await listSpaces(tx, actor),
    })),
  ),
  presence: personProcedure.input(spaceInput).query(({ ctx: { services, actor }, input }) =>
    snapshotOf(services.db, actor.organizationId, async (tx) => ({
      head: await headOf(tx, actor.organizationId),
      present: await listPresence(tx, actor, input.spaceId),
    })),
  ),
  enter: personProcedure.input(enterInput).mutation(({ ctx: { services, scenes, socket, actor }, input }) => {
    if (!socket) throw new AtriumError('bad_input', 'A space is entered over the WebSocket.')
    return enterScene({ services, scenes, socket }, actor, input)
  }),
  leave: personProcedure.mutation(({ ctx: { services, scenes, actor } }) => leaveScene({ services, scenes }, actor)),
  setStatus: personProcedure.input(statusInput).mutation(async ({ ctx: { services, actor }, input }) => {
    const said = { ...input, nowMs: services.clock.now() }
    const presence = await commitInOrganization(services, actor.organizationId, (tx) => setStatus(tx, actor, said))
    faultPoint('mutation.committed')
    return { presence }
  }),
  goToRoom: personProcedure.input(roomInput).mutation(async ({ ctx: { services, scenes, actor }, input }) => {
    const presence = await commitInOrganization(services, actor.organizationId, (tx) => goToRoom(tx, actor, input))
    const { organizationId, personId } = actor
    scenes.place({ organizationId, personId, spaceId: presence.spaceId }, presence.x, presence.y)
    return { presence }
  }),
  locatePerson: personProcedure
    .input(personInput)
    .query(({ ctx: { services, scenes, actor }, input }) => locatePerson({ services, scenes }, actor, input.personId)),
  showReaction: personProcedure
    .input(z.object({ reaction: z.enum(REACTIONS) }))
    .mutation(({ ctx: { services, scenes, actor }, input }) => showReaction({ services, scenes }, actor, input.reaction)),
  wave: personProcedure
    .input(personInput)
    .mutation(({ ctx: { services, scenes, actor }, input }) => wave({ services, scenes }, actor, input.personId)),
  tapShoulder: personProcedure.input(personInput).mutation(({ ctx: { services, actor }, input }) => {
    const tapped = { ...input, nowMs: services.clock.now() }
    return commitInOrganization(services, actor.organizationId, (tx) => tapShoulder(tx, actor, tapped))
  }),
  followPerson: personProcedure.input(personInput).mutation(async ({ ctx: { services, actor }, input }) => ({
    presence: await commitInOrganization(services, actor.organizationId, (tx) => followPerson(tx, actor, input)),
  })),
  stopFollowing: personProcedure.mutation(async ({ ctx: { services, actor } }) => ({
    presence: await commitInOrganization(services, actor.organizationId, (tx) => stopFollowing(tx, actor)),
  })),
  shakeOff: personProcedure.input(personInput).mutation(async ({ ctx: { services, actor }, input }) => {
    services.bus.sceneNews(await commitInOrganization(services, actor.organizationId, (tx) => shakeOff(tx, actor, input)))
  }),
  tellWhenFree: personProcedure.input(personInput).mutation(async ({ ctx: { services, actor }, input }) => {
    const watching = { ...input, nowMs: services.clock.now() }
    return { watch: await commitInOrganization(services, actor.organizationId, (tx) => tellWhenFree(tx, actor, watching)) }
  }),
  cancelTellWhenFree: personProcedure.input(personInput).mutation(({ ctx: { services, actor }, input }) => {
    const watching = { ...input, nowMs: services.clock.now() }
    return commitInOrganization(services, actor.organizationId, (tx) => cancelTellWhenFree(tx, actor, watching))
  }),
  listFreeWatches: personProcedure.query(({ ctx: { services, actor } }) =>
    snapshotOf(services.db, actor.organizationId, async (tx) => ({
      head: await headOf(tx, actor.organizationId),
      watches: await listFreeWatches(tx, actor),
    })),
  ),
  knock: personProcedure.input(roomInput).mutation(async ({ ctx: { services, actor }, input }) => {
    const knocking = { ...input, nowMs: services.clock.now() }
    return { knock: await commitInOrganization(services, actor.organizationId, (tx) => knock(tx, actor, knocking)) }
  }),
  answerKnock: personProcedure
    .input(z.object({ knockId: idOf<Id<'knock'>>(), admit: z.boolean() }))
    .mutation(({ ctx: { services, actor }, input }) => {
      const answer = { ...input, nowMs: services.clock.now() }
      return commitInOrganization(services, actor.organizationId, (tx) => answerKnock(tx, actor, answer))
    }),
  stopKnocking: personProcedure.mutation(({ ctx: { services, actor } }) =>
    commitInOrganization(services, actor.organizationId, (tx) => stopKnocking(tx, actor)),
  ),
  listKnocks: personProcedure.query(({ ctx: { services, actor } }) =>
    snapshotOf(services.db, actor.organizationId, async (tx) => ({
      head: await headOf(tx, actor.organizationId),
      knocks: await listKnocks(tx, actor, services.clock.now()),
    })),
  ),
  hidePosition: memberProcedure
    .input(z.object({ hidden: z.boolean() }))
    .mutation(({ ctx: { services, scenes, actor }, input }) => hideInScene({ services, scenes }, actor, input.hidden)),
  listFavourites: memberProcedure.query(({ ctx: { services, actor } }) =>
    snapshotOf(services.db, actor.organizationId, async (tx) => ({
      head: await headOf(tx, actor.organizationId),
      favourites: await listFavourites(tx, actor),
    })),
  ),
  setFavourite: memberProcedure
    .input(z.object({ memberId: idOf<MemberId>(), isFavourite: z.boolean() }))
    .mutation(async ({ ctx: { services, actor }, input }) => {
      const chosen = { ...input, nowMs: services.clock.now() }
      return { favourite: await commitInOrganization(services, actor.organizationId, (tx) => setFavourite(tx, actor, chosen)) }
    }),
  createSpace: adminProcedure.input(newSpaceInput).mutation(async ({ ctx: { services, actor, address }, input }) => {
    const made = { ...input, address, nowMs: services.clock.now() }
    return { space: await commitInOrganization(services, actor.organizationId, (tx) => createSpace(tx, actor, made)) }
  }),
  renameSpace: memberProcedure.input(spaceInput.extend({ name: nameSchema })).mutation(async ({ ctx: { services, actor }, input }) => ({
    space: await commitInOrganization(services, actor.organizationId, (tx) => renameSpace(tx, actor, input)),
  })),
  editMap: memberProcedure.input(editInput).mutation(({ ctx: { services, actor }, input }) => {
    const call = { actor, clientId: input.clientId, procedure: 'space.editMap' }
    const edit = { ...input, nowMs: services.clock.now() }
    return commitInOrganization(services, actor.organizationId, (tx) =>
      once(tx, call, async () => ({ rev: (await editMap(tx, actor, edit)).rev })),
    )
  }),
  archiveSpace: adminProcedure.input(spaceInput).mutation(({ ctx: { services, actor, address }, input }) => {
    const archiving = { ...input, address, nowMs: services.clock.now() }
    return commitInOrganization(services, actor.organizationId, (tx) => archiveSpace(tx, actor, archiving))
  }),
  restoreSpace: adminProcedure.input(spaceInput).mutation(async ({ ctx: { services, actor, address }, input }) => {
    const archiving = { ...input, address, nowMs: services.clock.now() }
    return { space: await commitInOrganization(services, actor.organizationId, (tx) => restoreSpace(tx, actor, archiving)) }
  }),
  listArchivedSpaces: adminProcedure.query(({ ctx: { services, actor } }) =>
    snapshotOf(services.db, actor.organizationId, async (tx) => ({ spaces: await listArchivedSpaces(tx, actor) })),
  ),
  setSpaceMember: adminProcedure.input(memberInput).mutation(async ({ ctx: { services, actor, address }, input }) => {
    const membership = { ...input, address, nowMs: services.clock.now() }
    return { members: await commitInOrganization(services, actor.organizationId, (tx) => setSpaceMember(tx, actor, membership)) }
  }),
  listSpaceMembers: memberProcedure.input(spaceInput).query(({ ctx: { services, actor }, input }) =>
    snapshotOf(services.db, actor.organizationId, async (tx) => ({
      head: await headOf(tx, actor.organizationId),
      members: await listSpaceMembers(tx, actor, input.spaceId),
    })),
  ),
  setRoomLock: personProcedure
    .input(z.object({ roomId: idOf<RoomId>(), locked: z.boolean() }))
    .mutation(async ({ ctx: { services, actor }, input }) => ({
      space: await commitInOrganization(services, actor.organizationId, (tx) => setRoomLock(tx, actor, input)),
    })),
})
