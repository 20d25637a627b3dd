import { statement } from '@atrium/db/statement.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { DeliveryId, OrganizationId } from '@atrium/shared/ids.ts'
import { isFinal, type Decision } from './deliveries.rules.ts'
import { closeGate, holdScope } from './gates.ts'
import type { ClaimedDelivery } from './transport.ts'

export interface Settlement {
  delivery: ClaimedDelivery
  decision: Decision
}

/**
 * `$1` the organization, `$2` what became of each, as `row` gives it. Lanes are locked in the order in which everybody locks them. Of a
 * function's rows the planner expects a hundred, and would rather read every lane of the organization than look up so many; of those with
 * one organization it expects one, and looks up each by its key.
 */
const writeOutcomes = statement<{ delivery: DeliveryId }>(
  'deliveries.write-outcomes',
  `
  with item as (
    select * from jsonb_to_recordset($2::jsonb) as item (
      organization uuid, lane uuid, transport text, scope uuid, key text, fence bigint, delivery uuid,
      state text, final boolean, ended boolean, hold integer, astray boolean, absences integer, doubts integer, result jsonb, error text
    )
    where organization = $1 order by transport, scope, key
  ), held as (
    select item.* from item cross join lateral (
      select from delivery_lane where organization_id = $1 and id = item.lane and fence = item.fence for update
    ) lane
  ), told as (
    update delivery set state = held.state, absences = held.absences, doubts = held.doubts, result = held.result, error = held.error,
      settled_at = case when held.final then now() end,
      sending_at = case when held.state = 'unknown' and held.ended then null else delivery.sending_at end
    from held
    where delivery.organization_id = $1 and delivery.id = held.delivery and delivery.state in ('sending', 'unknown')
    returning delivery.id, held.lane, held.final, held.hold, held.astray
  )
  update delivery_lane lane
  set pending = lane.pending - told.final::int, lease_until = null, due_at = now() + told.hold * interval '1 millisecond',
    astray_since = case when told.astray then coalesce(lane.astray_since, now()) when not told.astray then null else lane.astray_since end
  from told where lane.organization_id = $1 and lane.id = told.lane
  returning told.id as delivery`,
)

/**
 * Writes decisions about deliveries of one organization and gives their lanes back. @returns those whose claim still
 * held; the others have been claimed anew by somebody who will look for what became of them.
 */
export async function settleDeliveries(tx: Tx, organizationId: OrganizationId, settlements: Settlement[]): Promise<Settlement[]> {
  for (const scopeId of blockedBy(settlements)) await holdScope(tx, { organizationId, scopeId })
  const rows = await writeOutcomes(tx, [organizationId, JSON.stringify(settlements.map(row))])
  const settled = new Set(rows.map((written) => written.delivery))
  const valid = settlements.filter(({ delivery }) => settled.has(delivery.id))
  for (const { delivery, decision } of valid) if (decision.gate) await closeGate(tx, delivery, decision.gate)
  return valid
}

/** In one order for everybody. */
function blockedBy(settlements: Settlement[]): string[] {
  const blocking = settlements.filter(({ decision }) => decision.gate?.operation === '*')
  return [...new Set(blocking.map(({ delivery }) => delivery.scopeId))].toSorted()
}

function row({ delivery, decision }: Settlement): Record<string, unknown> {
  const { outcome, state } = decision
  return {
    organization: delivery.organizationId,
    lane: delivery.laneId,
    transport: delivery.transport,
    scope: delivery.scopeId,
    key: delivery.laneKey,
    fence: delivery.fence,
    delivery: delivery.id,
    state,
    final: isFinal(state),
    ended: delivery.action === 'send',
    hold: Math.ceil(decision.holdMs),
    astray: decision.isAstray ?? null,
    absences: decision.absences,
    doubts: decision.doubts,
    result: outcome.kind === 'sent' ? outcome.result : null,
    error: outcome.kind === 'sent' ? null : outcome.reason,
  }
}
