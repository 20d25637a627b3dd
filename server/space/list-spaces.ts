import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { SpaceId } from '@atrium/shared/ids.ts'
import type { MemberActor, PersonActor } from '@atrium/shared/identity/actor.ts'
import { seesPosition } from '@atrium/shared/space/sees-position.ts'
import type { PresenceView, SpaceMemberView, SpaceView } from '@atrium/shared/space/views.ts'
import { findPresence, presenceInSpace } from './presence.queries.ts'
import { presentPresence, standingOf } from './present-space.ts'
import { maySeeSpace } from './space-access.rules.ts'
import { findSpace, readSpaceMembers, readSpaces } from './spaces.queries.ts'

export function listSpaces(tx: Tx, actor: PersonActor): Promise<SpaceView[]> {
  return readSpaces(tx, actor.organizationId, actor.kind === 'visitor' ? actor.spaceId : undefined)
}

/** Who is in a space now, as far as this person may know. @throws not_found */
export async function listPresence(tx: Tx, actor: PersonActor, spaceId: SpaceId): Promise<PresenceView[]> {
  if (!maySeeSpace(actor, spaceId) || !(await findSpace(tx, actor.organizationId, spaceId))) throw new AtriumError('not_found')
  const row = await findPresence(tx, actor.organizationId, actor.personId)
  const own = row ? standingOf(presentPresence(row)) : null
  return (await presenceInSpace(tx, actor.organizationId, spaceId))
    .map(presentPresence)
    .filter((other) => seesPosition(own, standingOf(other)))
}

/** @throws not_found */
export async function listSpaceMembers(tx: Tx, actor: MemberActor, spaceId: SpaceId): Promise<SpaceMemberView[]> {
  if (!(await findSpace(tx, actor.organizationId, spaceId))) throw new AtriumError('not_found')
  return readSpaceMembers(tx, actor.organizationId, spaceId)
}
