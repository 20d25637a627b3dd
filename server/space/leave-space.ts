import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, PersonId, SpaceId } from '@atrium/shared/ids.ts'
import type { Point } from '@atrium/shared/space/movement.rules.ts'
import { appendPresenceLeft } from './append-presence-change.ts'
import { withdrawKnockOf } from './knock.ts'
import { deletePresence, findPresence, lockPresence, rememberPlace, rememberStatus } from './presence.queries.ts'
import { presentPresence } from './present-space.ts'
import { releaseFollowers } from './release-followers.ts'
import { unlockEmptyRoom } from './unlock-empty-room.ts'

interface Leaving {
  organizationId: OrganizationId
  personId: PersonId
  /** Where they stood; by the row when it is not known better. */
  place: Point | null
  /** Asked when nobody can come or go any more: whether they are here after all, in that space and through that node. */
  stays?: (seat: { node: string; spaceId: SpaceId }) => boolean
}

/** Somebody leaves the space they are in, with all of their tabs. @returns false when they were in none, or stay. */
export async function leaveSpace(tx: Tx, { organizationId, personId, place, stays }: Leaving): Promise<boolean> {
  await lockPresence(tx, organizationId)
  const row = await findPresence(tx, organizationId, personId)
  if (!row || stays?.({ node: row.node, spaceId: row.space_id as SpaceId })) return false
  const presence = presentPresence(row)
  const { spaceId, roomId } = presence
  const { x, y } = place ?? presence
  await rememberPlace(tx, { organizationId, personId }, { spaceId, x, y })
  await rememberStatus(tx, { organizationId, personId }, presence)
  await withdrawKnockOf(tx, { organizationId, personId })
  await appendPresenceLeft(tx, organizationId, presence)
  await deletePresence(tx, { organizationId, personId })
  await releaseFollowers(tx, { organizationId, personId })
  await unlockEmptyRoom(tx, organizationId, { spaceId, roomId })
  return true
}
