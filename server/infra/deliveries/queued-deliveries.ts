import { sql } from 'kysely'
import { jsonb } from '@atrium/db/json.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'

/**
 * Holds every lane that carries one of these entities until the commit, so that nothing of them is claimed or settled in
 * between. All at once and in the order in which everybody locks lanes.
 */
export async function holdLanesOf(tx: Tx, organizationId: OrganizationId, entityIds: readonly string[]): Promise<void> {
  if (entityIds.length === 0) return
  await sql`
    select id from delivery_lane
    where organization_id = ${organizationId} and id in (
      select lane_id from delivery where organization_id = ${organizationId} and entity_id = any(${entityIds}::uuid[])
    )
    order by transport, scope_id, key for update
  `.execute(tx)
}

/** Whoever is settling it is waited for, and waits until the commit. */
export async function holdDelivery(tx: Tx, organizationId: OrganizationId, deliveryId: string): Promise<void> {
  await sql`select id from delivery where organization_id = ${organizationId} and id = ${deliveryId} for update`.execute(tx)
}

/** What has not gone out yet goes out with this instead, where it stands in its lane; also what failed, when it is tried again. Hold its lane. */
export async function replacePayload(
  tx: Tx,
  organizationId: OrganizationId,
  { deliveryId, payload }: { deliveryId: string; payload: unknown },
): Promise<void> {
  await tx
    .updateTable('delivery')
    .set({ payload: jsonb(payload) as never })
    .where('organization_id', '=', organizationId)
    .where('id', '=', deliveryId)
    .where('state', 'in', ['queued', 'failed'])
    .execute()
}

/** Takes back what is queued, and forgets what has failed. Hold the lanes. */
export async function dropDeliveries(
  tx: Tx,
  organizationId: OrganizationId,
  { deliveryIds, reason }: { deliveryIds: readonly string[]; reason: string },
): Promise<void> {
  if (deliveryIds.length === 0) return
  await sql`
    with dropped as (
      update delivery set state = 'dropped', error = ${reason}, settled_at = coalesce(delivery.settled_at, now())
      from (select id, settled_at is null as owed from delivery where organization_id = ${organizationId} and id = any(${deliveryIds}::uuid[])) before
      where delivery.organization_id = ${organizationId} and delivery.id = before.id and delivery.state in ('queued', 'failed')
      returning delivery.lane_id, before.owed
    )
    update delivery_lane lane set pending = lane.pending - gone.number
    from (select lane_id, count(*) filter (where owed)::int as number from dropped group by lane_id) gone
    where lane.organization_id = ${organizationId} and lane.id = gone.lane_id
  `.execute(tx)
}
