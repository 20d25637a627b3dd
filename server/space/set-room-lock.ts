import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { RoomId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { SpaceView } from '@atrium/shared/space/views.ts'
import { appendSpaceRevision } from './append-space-change.ts'
import { settleKnocksAt } from './knock.ts'
import { findPresence, lockPresence } from './presence.queries.ts'
import { maySeeSpace } from './space-access.rules.ts'
import { findSpace, reviseSpace, spaceOfRoom, updateRoomLock } from './spaces.queries.ts'

/** Locks a room against those outside, or opens it: for whoever is inside. @throws not_found, not_allowed */
export async function setRoomLock(tx: Tx, actor: PersonActor, { roomId, locked }: { roomId: RoomId; locked: boolean }): Promise<SpaceView> {
  const { organizationId, personId } = actor
  await lockPresence(tx, organizationId)
  const spaceId = await spaceOfRoom(tx, organizationId, roomId)
  if (!spaceId || !maySeeSpace(actor, spaceId)) throw new AtriumError('not_found')
  const presence = await findPresence(tx, organizationId, personId)
  if (presence?.room_id !== roomId) throw new AtriumError('not_allowed', 'Only somebody who is in the room can lock or unlock it.')
  if (locked && presence.hidden)
    throw new AtriumError(
      'not_allowed',
      'You hide where you are, and a locked room tells that somebody is inside. Show where you are first.',
    )
  if (await updateRoomLock(tx, organizationId, { roomId, locked })) {
    if (!locked) await settleKnocksAt(tx, organizationId, { roomId, as: 'admitted' })
    await reviseSpace(tx, { organizationId, id: spaceId })
    return appendSpaceRevision(tx, organizationId, spaceId)
  }
  const space = await findSpace(tx, organizationId, spaceId)
  if (!space) throw new AtriumError('not_found')
  return space
}
