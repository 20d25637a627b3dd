import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { LaneId, OrganizationId } from '@atrium/shared/ids.ts'
import type { Scope } from './gates.ts'

/** Holds those of these lanes that there are until the commit, in the order in which everybody locks lanes. @returns their ids by key */
export async function holdLanes(
  tx: Tx,
  { organizationId, scopeId }: Scope,
  { transport, keys }: { transport: string; keys: readonly string[] },
): Promise<Map<string, LaneId>> {
  const { rows } = await sql<{ id: LaneId; key: string }>`
    select id, key from delivery_lane
    where organization_id = ${organizationId} and transport = ${transport} and scope_id = ${scopeId} and key = any(${keys}::text[])
    order by transport, scope_id, key for update
  `.execute(tx)
  return new Map(rows.map(({ id, key }) => [key, id]))
}

/**
 * Gives a lane another key, or the same one where it leads elsewhere from now on. A call that is under way went to where the lane led
 * before: its claim is over, and whoever claims the lane next looks for what became of it. What waited for the new key goes on. Hold the lane.
 */
export async function renameLane(tx: Tx, organizationId: OrganizationId, { laneId, key }: { laneId: LaneId; key: string }): Promise<void> {
  await sql`
    update delivery_lane
    set key = ${key}, fence = fence + 1, lease_until = null, astray_since = null,
      due_at = case when lease_until is null and astray_since is null then due_at else now() end
    where organization_id = ${organizationId} and id = ${laneId}
  `.execute(tx)
}

/**
 * Puts everything of one lane into another, where it goes out in the order in which it was owed, and removes the one. As with another
 * key, a call of that lane that is under way is looked for; one of the other lane is not concerned. Hold both.
 */
export async function mergeLane(tx: Tx, organizationId: OrganizationId, { from, into }: { from: LaneId; into: LaneId }): Promise<void> {
  await sql`update delivery set lane_id = ${into} where organization_id = ${organizationId} and lane_id = ${from}`.execute(tx)
  await sql`
    with gone as (
      delete from delivery_lane where organization_id = ${organizationId} and id = ${from} returning pending
    )
    update delivery_lane lane set pending = lane.pending + gone.pending from gone
    where lane.organization_id = ${organizationId} and lane.id = ${into}
  `.execute(tx)
}
