import { inOrganization } from '@atrium/db/transaction.ts'
import type { PieceId, SpaceId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import type { Scenes, SocketHandle } from '../infra/live.ts'
import type { Services } from '../infra/services.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { headOf } from '../realtime/feed/change.queries.ts'
import { whileArriving } from './arrivals.ts'
import { enterSpace } from './enter-space.ts'
import { leaveSpace } from './leave-space.ts'
import { readScenes } from './meet-other-nodes.ts'
import { findPresence } from './presence.queries.ts'

interface Stage {
  services: Services
  scenes: Scenes
  socket: SocketHandle
}
interface Goal {
  spaceId: SpaceId
  /** A portal of the space they are in. */
  through: PieceId | null
}

/** Into a space, first as a row and then with this socket: whoever sees the avatar has been told whose it is. @throws as `enterSpace` */
export function enterScene(
  { services, scenes, socket }: Stage,
  actor: PersonActor,
  goal: Goal,
): Promise<{ presence: PresenceView; head: number }> {
  return whileArriving(scenes, actor, () => arrive({ services, scenes, socket }, actor, goal))
}

async function arrive(
  { services, scenes, socket }: Stage,
  actor: PersonActor,
  { spaceId, through }: Goal,
): Promise<{ presence: PresenceView; head: number }> {
  const standing = await whereTheyStand({ services, scenes }, actor)
  const entering = { spaceId, through, node: scenes.node, standing, nowMs: services.clock.now() }
  const { organizationId, personId } = actor
  const { presence, space, head } = await commitInOrganization(services, organizationId, async (tx) => ({
    // From before this change of ours, which may come again: no harm, and nothing between is missed.
    head: await headOf(tx, organizationId),
    ...(await enterSpace(tx, actor, entering)),
  }))
  const { slot, x, y, groupId, hidden, rev: presenceRev } = presence
  const { map, rooms, rev } = space
  const place = scenes.join({ organizationId, spaceId, personId, slot, x, y, groupId, hidden, presenceRev, map, rooms, rev, socket })
  await readScenes(services, scenes, [{ organizationId, spaceId }])
  return { presence: { ...presence, x: place.x, y: place.y }, head }
}

/** With all of their tabs. */
export async function leaveScene({ services, scenes }: Omit<Stage, 'socket'>, actor: PersonActor): Promise<void> {
  const { organizationId, personId } = actor
  const row = await inOrganization(services.db, organizationId, (tx) => findPresence(tx, organizationId, personId))
  const place = row ? scenes.leave({ organizationId, personId, spaceId: row.space_id as SpaceId }) : null
  await commitInOrganization(services, organizationId, (tx) => leaveSpace(tx, { organizationId, personId, place }))
}

async function whereTheyStand({ services, scenes }: Omit<Stage, 'socket'>, { organizationId, personId }: PersonActor) {
  const row = await inOrganization(services.db, organizationId, (tx) => findPresence(tx, organizationId, personId))
  return row ? scenes.positionOf({ organizationId, personId, spaceId: row.space_id as SpaceId }) : null
}
