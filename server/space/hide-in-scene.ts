import { inOrganization } from '@atrium/db/transaction.ts'
import type { SpaceId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import type { Scenes } from '../infra/live.ts'
import type { Services } from '../infra/services.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { hidePosition } from './hide-position.ts'
import { findPresence } from './presence.queries.ts'

/** In the rows, and then in this node's scene; the scenes of other nodes learn of it within two seconds (`keepPresence`). */
export async function hideInScene(
  { services, scenes }: { services: Services; scenes: Scenes },
  actor: MemberActor,
  hidden: boolean,
): Promise<{ hidden: boolean; presence: PresenceView | null }> {
  const { organizationId, personId } = actor
  const row = await inOrganization(services.db, organizationId, (tx) => findPresence(tx, organizationId, personId))
  const standing = row ? scenes.positionOf({ organizationId, personId, spaceId: row.space_id as SpaceId }) : null
  const change = { hidden, standing, nowMs: services.clock.now() }
  const presence = await commitInOrganization(services, organizationId, (tx) => hidePosition(tx, actor, change))
  if (presence) scenes.setHidden({ organizationId, personId, spaceId: presence.spaceId }, { hidden, rev: presence.rev })
  return { hidden, presence }
}
