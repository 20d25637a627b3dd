import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { SpaceId } from '@atrium/shared/ids.ts'
import type { MemberActor, PersonActor } from '@atrium/shared/identity/actor.ts'
import type { PresenceView, SpaceMemberView, SpaceView } from '@atrium/shared/space/views.ts'
import { presenceInSpace } from './presence.queries.ts'
import { presentPresence } from './present-space.ts'
import { maySeeSpace } from './space-access.rules.ts'
import { findSpace, readSpaceMembers, readSpaces } from './spaces.queries.ts'

export function listSpaces(tx: Tx, actor: PersonActor): Promise<SpaceView[]> {
  return readSpaces(tx, actor.organizationId, actor.kind === 'visitor' ? actor.spaceId : undefined)
}

/** Who is in a space now. @throws not_found */
export async function listPresence(tx: Tx, actor: PersonActor, spaceId: SpaceId): Promise<PresenceView[]> {
  if (!maySeeSpace(actor, spaceId) || !(await findSpace(tx, actor.organizationId, spaceId))) throw new AtriumError('not_found')
  return (await presenceInSpace(tx, actor.organizationId, spaceId)).map(presentPresence)
}

/** @throws not_found */
export async function listSpaceMembers(tx: Tx, actor: MemberActor, spaceId: SpaceId): Promise<SpaceMemberView[]> {
  if (!(await findSpace(tx, actor.organizationId, spaceId))) throw new AtriumError('not_found')
  return readSpaceMembers(tx, actor.organizationId, spaceId)
}
