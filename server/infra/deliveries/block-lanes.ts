import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { DeliveryId } from '@atrium/shared/ids.ts'
import { closeGate, holdScope, type Scope } from './gates.ts'
import type { EntityKind } from './transport.ts'

/** An entity of ours that waits in a lane. */
export interface WaitingEntity {
  deliveryId: DeliveryId
  entityKind: EntityKind
  entityId: string
}

/** Nothing of the scope goes out until `unblockLanes`; what is owed stays owed. @returns what waits, to tell people so. */
export async function blockLanes(tx: Tx, scope: Scope, reason: string): Promise<WaitingEntity[]> {
  await holdScope(tx, scope)
  await closeGate(tx, scope, { operation: '*', ms: null, reason })
  return waitingEntities(tx, scope)
}

/** Opens the scope; within a second every lane goes on where it stopped, in order. Call `bus.deliveriesOwed()` after the commit. @returns what goes on. */
export async function unblockLanes(tx: Tx, scope: Scope): Promise<WaitingEntity[]> {
  await tx
    .deleteFrom('delivery_gate')
    .where('organization_id', '=', scope.organizationId)
    .where('scope_id', '=', scope.scopeId)
    .where('operation', '=', '*')
    .execute()
  await sql`
    with resting as (
      select id from delivery_lane
      where organization_id = ${scope.organizationId} and scope_id = ${scope.scopeId} and owes and lease_until is null
      order by transport, scope_id, key for update
    )
    update delivery_lane lane set due_at = least(lane.due_at, now() + interval '1 second') from resting
    where lane.organization_id = ${scope.organizationId} and lane.id = resting.id and lane.lease_until is null
  `.execute(tx)
  return waitingEntities(tx, scope)
}

/** Queued deliveries of the scope that carry something of ours, in order. */
export async function waitingEntities(tx: Tx, scope: Scope): Promise<WaitingEntity[]> {
  const rows = await tx
    .selectFrom('delivery')
    .innerJoin('delivery_lane', (join) =>
      join.onRef('delivery_lane.organization_id', '=', 'delivery.organization_id').onRef('delivery_lane.id', '=', 'delivery.lane_id'),
    )
    .select(['delivery.id', 'delivery.entity_kind', 'delivery.entity_id'])
    .where('delivery.organization_id', '=', scope.organizationId)
    .where('delivery_lane.scope_id', '=', scope.scopeId)
    .where('delivery_lane.owes', '=', true)
    .where('delivery.settled_at', 'is', null)
    .where('delivery.state', '=', 'queued')
    .where('delivery.entity_id', 'is not', null)
    .orderBy('delivery.ordinal')
    .execute()
  return rows.map((row) => ({
    deliveryId: row.id as DeliveryId,
    entityKind: row.entity_kind as EntityKind,
    entityId: row.entity_id ?? '',
  }))
}
