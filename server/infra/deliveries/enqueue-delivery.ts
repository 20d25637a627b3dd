import { statement } from '@atrium/db/statement.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { newId, type DeliveryId, type LaneId, type OrganizationId } from '@atrium/shared/ids.ts'
import type { EntityKind } from './transport.ts'

export interface NewDelivery {
  organizationId: OrganizationId
  transport: string
  /** On whose credentials it goes out. */
  scopeId: string
  /** Deliveries of one lane go out in the order in which they were owed, one at a time. */
  laneKey: string
  operation: string
  /** Has to survive JSON. No secrets. */
  payload: unknown
  entityKind: EntityKind | null
  entityId: string | null
  nowMs: number
}

/** Owes one call. Call `bus.deliveriesOwed()` after the commit; without it the call starts up to a second later. */
export async function enqueueDelivery(tx: Tx, delivery: NewDelivery): Promise<DeliveryId> {
  const [id] = await enqueueDeliveries(tx, [delivery])
  if (!id) throw new Error('the delivery was not written')
  return id
}

/** `$1` the organization, `$2` the deliveries with their ids. */
const owe = statement<never>(
  'deliveries.owe',
  `
  with owed as (
    select * from jsonb_to_recordset($2::jsonb) as owed (
      index integer, id uuid, lane uuid, transport text, scope uuid, key text, operation text, payload jsonb, entity_kind text, entity_id uuid
    )
  ), lane as (
    insert into delivery_lane (organization_id, id, transport, scope_id, key, pending)
    select $1::uuid, (array_agg(lane))[1], transport, scope, key, count(*)
    from owed group by transport, scope, key order by transport, scope, key
    on conflict (organization_id, transport, scope_id, key) do update set pending = delivery_lane.pending + excluded.pending
    returning id, transport, scope_id, key
  )
  insert into delivery (organization_id, id, lane_id, operation, payload, entity_kind, entity_id)
  select $1::uuid, owed.id, lane.id, owed.operation, owed.payload, owed.entity_kind, owed.entity_id
  from owed join lane on lane.transport = owed.transport and lane.scope_id = owed.scope and lane.key = owed.key
  order by owed.index`,
)

/**
 * Owes many at once, all of one organization, in the order given.
 * The lanes' rows are locked in the order of their keys, before the deliveries take their ordinals: so order in a lane
 * is the order of commits, and two who owe to the same lanes wait for each other instead of in a circle.
 */
export async function enqueueDeliveries(tx: Tx, deliveries: NewDelivery[]): Promise<DeliveryId[]> {
  const [first] = deliveries
  if (!first) return []
  const { organizationId } = first
  const rows = deliveries.map((delivery, index) => ({
    index,
    id: newId<DeliveryId>(delivery.nowMs),
    lane: newId<LaneId>(delivery.nowMs),
    transport: delivery.transport,
    scope: delivery.scopeId,
    key: delivery.laneKey,
    operation: delivery.operation,
    payload: delivery.payload,
    entity_kind: delivery.entityKind,
    entity_id: delivery.entityId,
  }))
  await owe(tx, [organizationId, JSON.stringify(rows)])
  return rows.map((row) => row.id)
}
