import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, PersonId } from '@atrium/shared/ids.ts'
import { appendPresenceChange } from './append-presence-change.ts'
import { followersOf, updatePresence } from './presence.queries.ts'

/** Somebody has left the space: nobody walks after them any more. */
export async function releaseFollowers(
  tx: Tx,
  { organizationId, personId }: { organizationId: OrganizationId; personId: PersonId },
): Promise<void> {
  for (const follower of await followersOf(tx, { organizationId, personId })) {
    await appendPresenceChange(tx, organizationId, await updatePresence(tx, { organizationId, personId: follower }, { following_id: null }))
  }
}
