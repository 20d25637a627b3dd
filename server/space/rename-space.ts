import type { Tx } from '@atrium/db/transaction.ts'
import type { SpaceId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { SpaceView } from '@atrium/shared/space/views.ts'
import { appendSpaceRevision } from './append-space-change.ts'
import { requireSpaceAdmin } from './require-space-admin.ts'
import { reviseSpace } from './spaces.queries.ts'

/** @throws not_found, not_allowed */
export async function renameSpace(tx: Tx, actor: MemberActor, { spaceId, name }: { spaceId: SpaceId; name: string }): Promise<SpaceView> {
  const { organizationId } = actor
  const space = await requireSpaceAdmin(tx, actor, spaceId)
  if (space.name === name) return space
  await reviseSpace(tx, { organizationId, id: spaceId }, { name })
  return appendSpaceRevision(tx, organizationId, spaceId)
}
