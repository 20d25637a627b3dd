import type { Tx } from '@atrium/db/transaction.ts'
import type { MemberId, OrganizationId, SpaceId } from '@atrium/shared/ids.ts'

export async function isSpaceAdmin(
  tx: Tx,
  organizationId: OrganizationId,
  { spaceId, memberId }: { spaceId: SpaceId; memberId: MemberId },
): Promise<boolean> {
  const row = await tx
    .selectFrom('space_member')
    .select('role')
    .where('organization_id', '=', organizationId)
    .where('space_id', '=', spaceId)
    .where('member_id', '=', memberId)
    .executeTakeFirst()
  return row?.role === 'admin'
}
