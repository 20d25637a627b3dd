import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MemberId, OrganizationId } from '@atrium/shared/ids.ts'

/** @throws not_found */
export async function requireActiveMember(tx: Tx, organizationId: OrganizationId, memberId: MemberId): Promise<void> {
  const member = await tx
    .selectFrom('member')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', memberId)
    .where('deactivated_at', 'is', null)
    .executeTakeFirst()
  if (!member) throw new AtriumError('not_found', 'That person is not in this organization any more.')
}
