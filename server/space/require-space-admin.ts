import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { SpaceId } from '@atrium/shared/ids.ts'
import { isAdministrator, type MemberActor } from '@atrium/shared/identity/actor.ts'
import type { SpaceView } from '@atrium/shared/space/views.ts'
import { findSpace, readSpaceMembers } from './spaces.queries.ts'

/** A space as those may change it who may: owners and admins of the organization, and admins of the space. @throws not_found, not_allowed */
export async function requireSpaceAdmin(tx: Tx, actor: MemberActor, spaceId: SpaceId): Promise<SpaceView> {
  const { organizationId, personId } = actor
  const space = await findSpace(tx, organizationId, spaceId)
  if (!space) throw new AtriumError('not_found')
  if (isAdministrator(actor)) return space
  const members = await readSpaceMembers(tx, organizationId, spaceId)
  if (members.some(({ memberId, role }) => memberId === personId && role === 'admin')) return space
  throw new AtriumError('not_allowed')
}
