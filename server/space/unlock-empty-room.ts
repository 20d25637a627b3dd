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
  if (!roomId || !(await openEmptyRoom(tx, organizationId, roomId))) return
  await reviseSpace(tx, { organizationId, id: spaceId })
  await appendSpaceRevision(tx, organizationId, spaceId)
}

/** @returns whether nobody was seen in it, and it was locked; then its space has changed, which is not told yet. */
export async function openEmptyRoom(tx: Tx, organizationId: OrganizationId, roomId: RoomId): Promise<boolean> {
  if ((await peopleInRoom(tx, organizationId, roomId)).some(({ hidden }) => !hidden)) return false
  if (!(await updateRoomLock(tx, organizationId, { roomId, locked: false }))) return false
  await settleKnocksAt(tx, organizationId, { roomId, as: 'expired' })
  return true
}
