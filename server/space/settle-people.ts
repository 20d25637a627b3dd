import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import { placeWithin } from '@atrium/shared/space/free-place.rules.ts'
import { settledPlace, type Floor } from '@atrium/shared/space/settle-place.rules.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import { appendPresenceChange, meetInRoom, partFromRoom } from './append-presence-change.ts'
import { withdrawKnockOf } from './knock.ts'
import { confinement, presenceInSpace, updatePresence } from './presence.queries.ts'
import { presentPresence } from './present-space.ts'
import { openEmptyRoom } from './unlock-empty-room.ts'

/** The map has been edited: everybody is in the room that is now where they stand, and in nothing solid. Rooms left empty open. */
export async function settlePeople(
  tx: Tx,
  { organizationId, spaceId }: { organizationId: OrganizationId; spaceId: SpaceId },
  floor: Floor,
): Promise<void> {
  const left = new Set<RoomId>()
  for (const row of await presenceInSpace(tx, organizationId, spaceId)) {
    const before = presentPresence(row)
    const key = { organizationId, personId: before.person.id }
    const { x, y, roomId } = placeOf(floor, before, await confinement(tx, key))
    if (x === before.x && y === before.y && roomId === before.roomId) continue
    const moved = await updatePresence(tx, key, { x, y, room_id: roomId })
    if (roomId === before.roomId) {
      await appendPresenceChange(tx, organizationId, moved)
      continue
    }
    await partFromRoom(tx, organizationId, before)
    await meetInRoom(tx, organizationId, await appendPresenceChange(tx, organizationId, moved))
    await withdrawKnockOf(tx, key)
    if (before.roomId) left.add(before.roomId)
  }
  for (const roomId of left) await openEmptyRoom(tx, organizationId, roomId)
}

/** A visitor of one room is in it wherever it is now. */
function placeOf(floor: Floor, { x, y, roomId }: PresenceView, confinedTo: RoomId | null) {
  const settled = settledPlace(floor, { x, y, roomId })
  const room = floor.rooms.find(({ id }) => id === confinedTo)
  return !room || settled.roomId === room.id ? settled : { ...placeWithin(room, { map: floor.map, taken: [] }), roomId: room.id }
}
