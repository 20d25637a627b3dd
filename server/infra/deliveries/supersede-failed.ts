import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'

/** What has failed for an entity no longer counts: it is owed anew. */
export async function supersedeFailed(tx: Tx, organizationId: OrganizationId, entityId: string): Promise<void> {
  await tx
    .updateTable('delivery')
    .set({ state: 'dropped', error: sql<string>`error || ' (sent again)'` })
    .where('organization_id', '=', organizationId)
    .where('entity_id', '=', entityId)
    .where('state', '=', 'failed')
    .execute()
}
