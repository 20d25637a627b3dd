import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { DeliveryId } from '@atrium/shared/ids.ts'
import type { WaitingEntity } from './block-lanes.ts'
import type { Scope } from './gates.ts'
import type { EntityKind } from './transport.ts'

export interface Dropping {
  scope: Scope
  laneKeys: string[]
  /** Only what carries this. */
  entityKind: EntityKind
  reason: string
}

/**
 * Takes back what is queued in some lanes. What is under way stays: its call may have happened. The lanes are locked
 * until the commit, so that nothing of them is claimed in between.
 */
export async function dropQueued(tx: Tx, { scope, laneKeys, entityKind, reason }: Dropping): Promise<WaitingEntity[]> {
  if (laneKeys.length === 0) return []
  await sql`
    select id from delivery_lane
    where organization_id = ${scope.organizationId} and scope_id = ${scope.scopeId} and key = any(${laneKeys})
    order by transport, scope_id, key for update
  `.execute(tx)
  const { rows } = await sql<{ id: DeliveryId; entity_kind: EntityKind; entity_id: string }>`
    with dropped as (
      update delivery set state = 'dropped', error = ${reason}, settled_at = now()
      from delivery_lane lane
      where delivery.organization_id = ${scope.organizationId} and lane.organization_id = delivery.organization_id and lane.id = delivery.lane_id
        and lane.scope_id = ${scope.scopeId} and lane.key = any(${laneKeys})
        and delivery.settled_at is null and delivery.state = 'queued' and delivery.entity_kind = ${entityKind}
      returning delivery.id, delivery.lane_id, delivery.entity_kind, delivery.entity_id, delivery.ordinal
    ), counted as (
      update delivery_lane lane set pending = lane.pending - gone.number
      from (select lane_id, count(*)::int as number from dropped group by lane_id) gone
      where lane.organization_id = ${scope.organizationId} and lane.id = gone.lane_id
    )
    select id, entity_kind, entity_id from dropped order by ordinal
  `.execute(tx)
  return rows.map((row) => ({ deliveryId: row.id, entityKind: row.entity_kind, entityId: row.entity_id }))
}
