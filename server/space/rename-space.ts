import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { SpaceId } from '@atrium/shared/ids.ts'
import { isAdministrator, type MemberActor } from '@atrium/shared/identity/actor.ts'
import type { SpaceView } from '@atrium/shared/space/views.ts'
import { appendSpaceRevision } from './append-space-change.ts'
import { findSpace, readSpaceMembers, reviseSpace } from './spaces.queries.ts'

/** By an owner or admin of the organization, or an admin of the space. @throws not_found, not_allowed */
export async function renameSpace(tx: Tx, actor: MemberActor, { spaceId, name }: { spaceId: SpaceId; name: string }): Promise<SpaceView> {
  const { organizationId, personId } = actor
  const space = await findSpace(tx, organizationId, spaceId)
  if (!space) throw new AtriumError('not_found')
  const members = await readSpaceMembers(tx, organizationId, spaceId)
  const isSpaceAdmin = members.some(({ memberId, role }) => memberId === personId && role === 'admin')
  if (!isAdministrator(actor) && !isSpaceAdmin) throw new AtriumError('not_allowed')
  if (space.name === name) return space
  await reviseSpace(tx, { organizationId, id: spaceId }, name)
  return appendSpaceRevision(tx, organizationId, spaceId)
}
