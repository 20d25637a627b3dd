import { sql } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import { statement } from '@atrium/db/statement.ts'
import { asWorker } from '@atrium/db/transaction.ts'
import type { DeliveryId, LaneId, OrganizationId } from '@atrium/shared/ids.ts'
import { faultPoint } from '../fault-point.ts'
import type { ClaimedDelivery, EntityKind } from './transport.ts'

export interface Claiming {
  transports: string[]
  /** Lanes at most. */
  limit: number
  leaseMs: number
}

/** A lane behind a closed gate is looked at again no later than this, whatever the gate says. */
const PARKED_SECONDS = 30

/** `$1` transports, `$2` lanes at most, `$3` ms of a lease. No value changes the best plan, and planning it takes longer than running it. */
const leaseHeads = statement<ClaimedRow>(
  'deliveries.lease-heads',
  `
  with due as (
    select organization_id, id, transport, scope_id, key from delivery_lane
    where owes and due_at <= now() and transport = any($1::text[])
    order by due_at limit $2::int for update skip locked
  ), head as (
    select due.*, first.id as delivery_id, first.state, (
      select max(gate.closed_until) from delivery_gate gate
      where gate.organization_id = due.organization_id and gate.scope_id = due.scope_id
        and gate.operation in ('*', first.operation) and gate.closed_until > now()
    ) as closed_until
    from due left join lateral (
      select id, state, operation from delivery
      where organization_id = due.organization_id and lane_id = due.id and settled_at is null
      order by ordinal limit 1
    ) first on true
  ), parked as (
    update delivery_lane lane
    set due_at = case when head.delivery_id is null then now() + interval '1 second'
      else least(head.closed_until, now() + ${PARKED_SECONDS} * interval '1 second') end
    from head
    where lane.organization_id = head.organization_id and lane.id = head.id and (head.closed_until is not null or head.delivery_id is null)
  ), taken as (
    update delivery set
      state = case delivery.state when 'queued' then 'sending' else 'unknown' end,
      sending_at = case delivery.state when 'queued' then now() else delivery.sending_at end,
      attempts = delivery.attempts + (delivery.state = 'queued')::int,
      absences = case delivery.state when 'sending' then 0 else delivery.absences end
    from head
    where delivery.organization_id = head.organization_id and delivery.id = head.delivery_id
      and delivery.state = head.state and head.closed_until is null
    returning delivery.organization_id, delivery.id, delivery.lane_id, delivery.operation, delivery.payload, delivery.entity_kind, delivery.entity_id,
      delivery.attempts, delivery.absences, delivery.doubts, delivery.state,
      (extract(epoch from now() - delivery.sending_at) * 1000)::float8 as call_age_ms
  )
  update delivery_lane lane set fence = lane.fence + 1, lease_until = lease.until, due_at = lease.until
  from taken, (select now() + $3::int * interval '1 millisecond' as until) lease
  where lane.organization_id = taken.organization_id and lane.id = taken.lane_id
  returning taken.*, lane.fence, lane.transport, lane.scope_id, lane.key,
    (extract(epoch from now() - lane.astray_since) * 1000)::float8 as astray_ms`,
)
const earliestDue = statement<{ ms: number | null }>(
  'deliveries.earliest-due',
  `select (extract(epoch from min(due_at) - clock_timestamp()) * 1000)::float8 as ms
  from delivery_lane where owes and transport = any($1::text[])`,
)

/**
 * Leases free lanes and takes the first delivery of each, in one statement and its own transaction. A queued one is
 * `sending` when this returns; one that is found `sending` belonged to a claimant who is gone, and is `unknown` from now on.
 */
export async function claimDeliveries(db: Db, { transports, limit, leaseMs }: Claiming): Promise<ClaimedDelivery[]> {
  const claimed = await asWorker(db, async (tx) => {
    const rows = await leaseHeads(tx, [transports, limit, leaseMs])
    if (rows.length > 0) faultPoint('egress.claimed')
    return rows
  })
  return claimed.map(claimedDelivery)
}

/** ms until a lane wants to be looked at; null when none is owed anything. */
export async function nextDueMs(db: Db, transports: string[]): Promise<number | null> {
  const [due] = await asWorker(db, (tx) => earliestDue(tx, [transports]))
  return due?.ms ?? null
}

export type HeldLane = Pick<ClaimedDelivery, 'organizationId' | 'laneId' | 'fence'>

/** Keeps the leases of work that takes long. Lanes in other hands by now are left alone. */
export async function extendLeases(db: Db, held: HeldLane[], leaseMs: number): Promise<void> {
  if (held.length === 0) return
  await asWorker(db, async (tx) => {
    await sql`
      with kept as (
        select lane.organization_id, lane.id
        from delivery_lane lane join jsonb_to_recordset(${JSON.stringify(held)}::jsonb) as mine ("organizationId" uuid, "laneId" uuid, fence bigint)
          on mine."organizationId" = lane.organization_id and mine."laneId" = lane.id and mine.fence = lane.fence
        where lane.lease_until is not null for update of lane skip locked
      )
      update delivery_lane lane set lease_until = lease.until, due_at = lease.until
      from kept, (select now() + ${leaseMs} * interval '1 millisecond' as until) lease
      where lane.organization_id = kept.organization_id and lane.id = kept.id
    `.execute(tx)
  })
}

interface ClaimedRow {
  organization_id: OrganizationId
  id: DeliveryId
  lane_id: LaneId
  operation: string
  payload: unknown
  entity_kind: EntityKind | null
  entity_id: string | null
  attempts: number
  absences: number
  doubts: number
  call_age_ms: number | null
  astray_ms: number | null
  state: 'sending' | 'unknown'
  fence: number
  transport: string
  scope_id: string
  key: string
}

function claimedDelivery(row: ClaimedRow): ClaimedDelivery {
  return {
    organizationId: row.organization_id,
    id: row.id,
    laneId: row.lane_id,
    fence: row.fence,
    transport: row.transport,
    scopeId: row.scope_id,
    laneKey: row.key,
    operation: row.operation,
    payload: row.payload,
    entityKind: row.entity_kind,
    entityId: row.entity_id,
    attempts: row.attempts,
    absences: row.absences,
    doubts: row.doubts,
    astrayMs: row.astray_ms,
    callAgeMs: row.call_age_ms,
    action: row.state === 'sending' ? 'send' : 'look',
  }
}
