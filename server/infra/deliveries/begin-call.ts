import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ClaimedDelivery } from './transport.ts'

/**
 * For a call that takes long to make ready: it begins only now, and looks count from here. @returns false when the claim is another's
 * by now, who will look for what became of this one: then nothing may be called any more.
 */
export async function beginCall(tx: Tx, { organizationId, id, laneId, fence }: ClaimedDelivery): Promise<boolean> {
  const { rows } = await sql`
    update delivery set sending_at = clock_timestamp()
    from delivery_lane lane
    where lane.organization_id = ${organizationId} and lane.id = ${laneId} and lane.fence = ${fence}
      and delivery.organization_id = lane.organization_id and delivery.id = ${id} and delivery.state = 'sending'
    returning delivery.id
  `.execute(tx)
  return rows.length > 0
}
