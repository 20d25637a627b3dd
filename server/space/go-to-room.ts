import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { RoomId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { placeWithin } from '@atrium/shared/space/free-place.rules.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import { changeRoom } from './change-room.ts'
import { findPresence, lockPresence, peopleInRoom } from './presence.queries.ts'
import { presentPresence } from './present-space.ts'
import { findSpace } from './spaces.queries.ts'

/** Into a room of the space they are in, without walking there: to a free place near its middle. @throws not_found, not_allowed, room_full, room_locked */
export async function goToRoom(tx: Tx, actor: PersonActor, { roomId }: { roomId: RoomId }): Promise<PresenceView> {
  const { organizationId, personId } = actor
  await lockPresence(tx, organizationId)
  const row = await findPresence(tx, organizationId, personId)
  const before = row && presentPresence(row)
  const space = before && (await findSpace(tx, organizationId, before.spaceId))
  const room = space?.rooms.find(({ id }) => id === roomId)
  if (!before || !space || !room) throw new AtriumError('not_found')
  const others = (await peopleInRoom(tx, organizationId, roomId)).filter((other) => other.personId !== personId)
  const place = { ...placeWithin(room, { map: space.map, taken: others }), roomId }
  const change = await changeRoom(tx, { organizationId, personId, spaceId: space.id }, place)
  if ('refused' in change) throw new AtriumError(change.refused)
  return { ...change.entered, x: place.x, y: place.y }
}
