import type { Tx } from '@atrium/db/transaction.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { Point } from '@atrium/shared/space/movement.rules.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import { appendPresenceChange, appendVanished } from './append-presence-change.ts'
import { findPresence, lockPresence, updatePresence, writeHidden } from './presence.queries.ts'
import { presentPresence, type PresenceRow } from './present-space.ts'
import { releaseFollowers } from './release-followers.ts'
import { tellWatchers } from './tell-when-free.ts'
import { unlockEmptyRoom } from './unlock-empty-room.ts'

interface Hiding {
  hidden: boolean
  /** Where they stand, when this node knows it. */
  standing: Point | null
  nowMs: number
}

/**
 * Whether others are told where a member is. Who hides it is gone for everybody but those in the same room; it stays so over all their
 * visits until they show it again. @returns how those see them who do; null while they are in no space
 */
export async function hidePosition(tx: Tx, actor: MemberActor, { hidden, standing, nowMs }: Hiding): Promise<PresenceView | null> {
  const { organizationId, personId } = actor
  await lockPresence(tx, organizationId)
  const isNew = await writeHidden(tx, { organizationId, personId }, hidden)
  const row = await findPresence(tx, organizationId, personId)
  if (!row || !isNew) return row ? presentPresence(row) : null
  if (hidden) return vanish(tx, actor, { row, standing })
  const shown = await appendPresenceChange(tx, organizationId, await updatePresence(tx, { organizationId, personId }, {}))
  if (shown.status === 'available') await tellWatchers(tx, { organizationId, personId, nowMs })
  return shown
}

async function vanish(
  tx: Tx,
  { organizationId, personId }: MemberActor,
  { row, standing }: { row: PresenceRow; standing: Point | null },
): Promise<PresenceView> {
  const before = presentPresence(row)
  appendVanished(tx, before)
  await releaseFollowers(tx, { organizationId, personId })
  // Two revisions further: vanishing was one.
  await updatePresence(tx, { organizationId, personId }, {})
  const alone = { following_id: null, group_id: null, ...(standing ? { x: standing.x, y: standing.y } : {}) }
  const presence = await appendPresenceChange(tx, organizationId, await updatePresence(tx, { organizationId, personId }, alone))
  await unlockEmptyRoom(tx, organizationId, before)
  return presence
}
