import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { CustomerId, OrganizationId } from '@atrium/shared/ids.ts'

/** @throws bad_input for one that is not of this organization */
export async function requireCustomer(tx: Tx, organizationId: OrganizationId, id: CustomerId): Promise<void> {
  const known = await tx
    .selectFrom('customer')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!known) throw new AtriumError('bad_input', 'There is no customer with this id.').at('customerId')
}
