import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { CustomerRow } from './present-inbox.ts'

/** By name. */
export function customersOf(tx: Tx, organizationId: OrganizationId): Promise<CustomerRow[]> {
  return tx.selectFrom('customer').select(['id', 'name', 'rev']).where('organization_id', '=', organizationId).orderBy('name').execute()
}
