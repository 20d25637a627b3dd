import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'

interface Batch {
  before: Date
  limit: number
}

/** The ids by which an event that Slack sends again is known. What is still to be applied stays, however old. */
export function forgetAppliedEvents(tx: Tx, organizationId: OrganizationId, batch: Batch): Promise<number> {
  return forget(tx, organizationId, { ...batch, state: 'applied' })
}

/** Events that were given up, with what they said. */
export function forgetDeadEvents(tx: Tx, organizationId: OrganizationId, batch: Batch): Promise<number> {
  return forget(tx, organizationId, { ...batch, state: 'dead' })
}

async function forget(tx: Tx, organizationId: OrganizationId, { before, limit, state }: Batch & { state: string }): Promise<number> {
  const { numAffectedRows } = await sql`
    with old as (
      select installation_id, event_id from slack_inbox
      where organization_id = ${organizationId} and received_at < ${before} and state = ${state}
      limit ${limit} for update skip locked
    )
    delete from slack_inbox using old
    where organization_id = ${organizationId}
      and slack_inbox.installation_id = old.installation_id and slack_inbox.event_id = old.event_id
  `.execute(tx)
  return Number(numAffectedRows ?? 0)
}
