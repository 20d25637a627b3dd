import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, SpaceId } from '@atrium/shared/ids.ts'
import type { GroupChange } from '../infra/live.ts'
import { appendPresenceChange } from './append-presence-change.ts'
import { findPresence, lockPresence, updatePresence } from './presence.queries.ts'

/** Who stands together, as the scene has seen it; whoever has left the space meanwhile is in no group of it. */
export async function changeGroups(
  tx: Tx,
  { organizationId, spaceId }: { organizationId: OrganizationId; spaceId: SpaceId },
  changes: readonly GroupChange[],
): Promise<void> {
  await lockPresence(tx, organizationId)
  for (const { personId, groupId } of changes) {
    const row = await findPresence(tx, organizationId, personId)
    // Who hides where they are stands with nobody: the group would be told to the space.
    if (row?.space_id !== spaceId || row.group_id === groupId || (row.hidden && groupId !== null)) continue
    await appendPresenceChange(tx, organizationId, await updatePresence(tx, { organizationId, personId }, { group_id: groupId }))
  }
}
