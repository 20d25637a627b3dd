import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import { appendSpaceRevision } from './append-space-change.ts'
import { settleKnocksAt } from './knock.ts'
import { peopleInRoom } from './presence.queries.ts'
import { reviseSpace, updateRoomLock } from './spaces.queries.ts'

/** Somebody has left a room: when they were the last, its lock goes with them. Who hides there does not keep it: it would tell that somebody is inside. */
export async function unlockEmptyRoom(
  tx: Tx,
  organizationId: OrganizationId,
  { spaceId, roomId }: { spaceId: SpaceId; roomId: RoomId | null },
): Promise<void> {
  if (!roomId || (await peopleInRoom(tx, organizationId, roomId)).some(({ hidden }) => !hidden)) return
  if (!(await updateRoomLock(tx, organizationId, { roomId, locked: false }))) return
  await settleKnocksAt(tx, organizationId, { roomId, as: 'expired' })
  await reviseSpace(tx, { organizationId, id: spaceId })
  await appendSpaceRevision(tx, organizationId, spaceId)
}
