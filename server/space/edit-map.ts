import type { Tx } from '@atrium/db/transaction.ts'
import { roomChannelOf } from '@atrium/shared/chat/place-channel.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { OrganizationId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { applyEdit } from '@atrium/shared/space/edit-map.rules.ts'
import { newFaults } from '@atrium/shared/space/map-faults.rules.ts'
import { planOf, type MapChange, type MapPlan, type RoomPlan } from '@atrium/shared/space/map-plan.ts'
import type { SpaceView } from '@atrium/shared/space/views.ts'
import { hasGuests } from '../identity/guests.queries.ts'
import { appendChange } from '../realtime/append-change.ts'
import { appendSpaceRevision } from './append-space-change.ts'
import { settleKnocksAt } from './knock.ts'
import { lockPresence } from './presence.queries.ts'
import { requireSpaceAdmin } from './require-space-admin.ts'
import { settlePeople } from './settle-people.ts'
import { findSpace, insertRoom, removeRoom, reviseSpace, updateRoom } from './spaces.queries.ts'

interface Edit {
  spaceId: SpaceId
  changes: MapChange[]
  nowMs: number
}

/**
 * One edit of a space's map, whole or not at all, and told as one change. Whoever stands where something solid stands now is moved beside
 * it, and whoever was in a room that is gone is in the open. @throws not_found, not_allowed, conflict, bad_input
 */
export async function editMap(tx: Tx, actor: MemberActor, { spaceId, changes, nowMs }: Edit): Promise<SpaceView> {
  const { organizationId } = actor
  await lockPresence(tx, organizationId)
  const before = planOf(await requireSpaceAdmin(tx, actor, spaceId))
  const outcome = applyEdit(before, changes)
  if ('conflict' in outcome)
    throw new AtriumError('conflict', `${outcome.conflict} You see it as it is now; do it again if you still want it.`)
  const after = outcome.plan
  const [fault] = newFaults(before, after)
  if (fault) throw new AtriumError('bad_input', fault.text)
  await requirePortals(tx, { organizationId, spaceId }, changes)
  await writeRooms(tx, { organizationId, spaceId }, { before, after, nowMs })
  await reviseSpace(tx, { organizationId, id: spaceId }, { map: after.map })
  await settlePeople(tx, { organizationId, spaceId }, after)
  return appendSpaceRevision(tx, organizationId, spaceId)
}

/** What is made to lead somewhere leads to another space of the organization. */
async function requirePortals(
  tx: Tx,
  { organizationId, spaceId }: { organizationId: OrganizationId; spaceId: SpaceId },
  changes: readonly MapChange[],
): Promise<void> {
  const goals = new Set(changes.flatMap((change) => (change.list === 'portals' && change.after ? [change.after.to] : [])))
  for (const to of goals) {
    if (to === spaceId) throw new AtriumError('bad_input', 'A portal leads to another space.')
    if (!(await findSpace(tx, organizationId, to))) throw new AtriumError('not_found', 'The space that the portal leads to does not exist.')
  }
}

async function writeRooms(
  tx: Tx,
  key: { organizationId: OrganizationId; spaceId: SpaceId },
  { before, after, nowMs }: { before: MapPlan; after: MapPlan; nowMs: number },
): Promise<void> {
  const { organizationId } = key
  const [old, now] = [new Map(before.rooms.map((room) => [room.id, room])), new Map(after.rooms.map((room) => [room.id, room]))]
  for (const room of before.rooms) if (!now.has(room.id)) await takeAway(tx, organizationId, { room, nowMs })
  for (const room of after.rooms) {
    if (!old.has(room.id)) await addRoom(tx, key, room)
    else if (old.get(room.id) !== room) await updateRoom(tx, organizationId, room)
  }
}

async function takeAway(tx: Tx, organizationId: OrganizationId, { room, nowMs }: { room: RoomPlan; nowMs: number }): Promise<void> {
  if (await hasGuests(tx, organizationId, { place: { roomId: room.id }, nowMs }))
    throw new AtriumError('conflict', `Guests have links to “${room.name}” alone. Revoke those first, under Settings, Guests.`)
  await settleKnocksAt(tx, organizationId, { roomId: room.id, as: 'expired' })
  await removeRoom(tx, organizationId, { id: room.id, at: new Date(nowMs) })
}

async function addRoom(tx: Tx, key: { organizationId: OrganizationId; spaceId: SpaceId }, room: RoomPlan): Promise<void> {
  const made = await insertRoom(tx, key, room)
  if (!made) throw new AtriumError('conflict', `The room “${room.name}” could not be made. Draw it again.`)
  if (made === 'new') openChannel(tx, key.spaceId, room.id)
}

function openChannel(tx: Tx, spaceId: SpaceId, roomId: RoomId): void {
  const channel = roomChannelOf(spaceId, roomId)
  const audience = ['members' as const, `space:${spaceId}` as const]
  appendChange(tx, { kind: 'chat.channelOpened', audience, entityId: channel.id, rev: 1, payload: { channel } })
}
