import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { CustomerRow } from './present-inbox.ts'

export const CUSTOMER_COLUMNS = ['id', 'name', 'owner_id', 'archived_at', 'rev'] as const

/** All, by name. */
export function customersOf(tx: Tx, organizationId: OrganizationId): Promise<CustomerRow[]> {
  return tx.selectFrom('customer').select(CUSTOMER_COLUMNS).where('organization_id', '=', organizationId).orderBy('name').execute()
}
