import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'

interface Key {
  organizationId: OrganizationId
  installationId: InstallationId
}

export interface QueueRow {
  queued: number
  oldest_queued_at: Date | null
  unknown_lanes: number
  waiting_lanes: number
}

/** What is owed to the workspace and not done; only what is not settled is read. */
export async function readQueue(tx: Tx, { organizationId, installationId }: Key): Promise<QueueRow> {
  const { rows } = await sql<QueueRow>`
    select count(*) filter (where delivery.state = 'queued')::int as queued,
      min(delivery.created_at) filter (where delivery.state = 'queued') as oldest_queued_at,
      count(distinct lane.id) filter (where delivery.state = 'unknown')::int as unknown_lanes,
      count(distinct lane.id)::int as waiting_lanes
    from delivery_lane lane
    join delivery on delivery.organization_id = lane.organization_id and delivery.lane_id = lane.id and delivery.settled_at is null
    where lane.organization_id = ${organizationId} and lane.transport = 'slack' and lane.scope_id = ${installationId} and lane.owes
  `.execute(tx)
  return rows[0] ?? { queued: 0, oldest_queued_at: null, unknown_lanes: 0, waiting_lanes: 0 }
}

export interface EventsRow {
  waiting: number
  dead: number
}

export async function readUnapplied(tx: Tx, { organizationId, installationId }: Key): Promise<EventsRow> {
  const row = await tx
    .selectFrom('slack_inbox')
    .select([
      sql<number>`count(*) filter (where state = 'pending')::int`.as('waiting'),
      sql<number>`count(*) filter (where state = 'dead')::int`.as('dead'),
    ])
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .where('state', '<>', 'applied')
    .executeTakeFirstOrThrow()
  return row
}

export interface ErrorRow {
  at: Date
  text: string
}

/** The latest thing that went wrong: a call that failed or still waits for another try, or an event that could not be applied. */
export async function readLastError(tx: Tx, { organizationId, installationId }: Key): Promise<ErrorRow | undefined> {
  const lanes = sql`select id from delivery_lane
    where organization_id = ${organizationId} and transport = 'slack' and scope_id = ${installationId}`
  const { rows } = await sql<ErrorRow>`
    (
      select settled_at as at, error as text from delivery
      where organization_id = ${organizationId} and state = 'failed' and error is not null and settled_at is not null
        and lane_id in (${lanes})
      order by settled_at desc limit 1
    ) union all (
      select coalesce(sending_at, created_at), error from delivery
      where organization_id = ${organizationId} and settled_at is null and error is not null and lane_id in (${lanes} and owes)
      order by 1 desc limit 1
    ) union all (
      select received_at, 'An event could not be applied: ' || error from slack_inbox
      where organization_id = ${organizationId} and installation_id = ${installationId} and state = 'dead' and error is not null
      order by received_at desc limit 1
    )
    order by at desc limit 1
  `.execute(tx)
  return rows[0]
}
