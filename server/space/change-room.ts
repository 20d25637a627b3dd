import type { Tx } from '@atrium/db/transaction.ts'
import type { PresenceView, SpaceView } from '@atrium/shared/space/views.ts'
import type { PersonInSpace, Place } from '../infra/live.ts'
import { appendPresenceChange, meetInRoom, partFromRoom } from './append-presence-change.ts'
import { isAdmitted, tellWhoKnocks, withdrawKnockOf } from './knock.ts'
import { confinement, findPresence, lockPresence, peopleInRoom, updatePresence } from './presence.queries.ts'
import { presentPresence } from './present-space.ts'
import { countsAgainst, refusalOf, type Refusal } from './space-access.rules.ts'
import { findSpace } from './spaces.queries.ts'
import { unlockEmptyRoom } from './unlock-empty-room.ts'

export type RoomChange = { entered: PresenceView } | { refused: Refusal | 'not_found' }

/** Somebody goes into a room or out of one: the room's lock and capacity decide, and a visitor's link. */
export async function changeRoom(tx: Tx, person: PersonInSpace, place: Place): Promise<RoomChange> {
  const { organizationId, personId, spaceId } = person
  await lockPresence(tx, organizationId)
  const row = await findPresence(tx, organizationId, personId)
  const space = await findSpace(tx, organizationId, spaceId)
  if (!row || !space || row.space_id !== spaceId) return { refused: 'not_found' }
  const before = presentPresence(row)
  const refused = await refusalFor(tx, person, { before, space, roomId: place.roomId })
  if (refused) return { refused }
  if (before.roomId === place.roomId) return { entered: before }
  const { x, y, roomId } = place
  const moved = await updatePresence(tx, { organizationId, personId }, { room_id: roomId, x, y })
  await partFromRoom(tx, organizationId, before)
  const presence = await appendPresenceChange(tx, organizationId, moved)
  await meetInRoom(tx, organizationId, presence)
  // Whoever knocked has gone in, or elsewhere.
  await withdrawKnockOf(tx, { organizationId, personId })
  if (roomId) await tellWhoKnocks(tx, { organizationId, personId }, roomId)
  await unlockEmptyRoom(tx, organizationId, { spaceId, roomId: before.roomId })
  return { entered: presence }
}

async function refusalFor(
  tx: Tx,
  { organizationId, personId }: PersonInSpace,
  { before, space, roomId }: { before: PresenceView; space: SpaceView; roomId: Place['roomId'] },
): Promise<Refusal | 'not_found' | null> {
  const room = space.rooms.find(({ id }) => id === roomId) ?? null
  if (roomId && !room) return 'not_found'
  const inRoom = room ? await peopleInRoom(tx, organizationId, room.id) : []
  const others = countsAgainst(
    before,
    inRoom.filter((other) => other.personId !== personId),
  )
  const key = { organizationId, personId }
  const entry = { room, from: before.roomId, others, confinedTo: await confinement(tx, key) }
  return refusalOf({ ...entry, isAdmitted: room?.locked === true && (await isAdmitted(tx, key, room.id)) })
}
