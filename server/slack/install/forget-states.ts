import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'

/** States that nobody can bring back any more, and the ways that led to them. */
export async function forgetStates(
  tx: Tx,
  organizationId: OrganizationId,
  { before, limit }: { before: Date; limit: number },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with old as (
      select state_hash from slack_oauth_state where organization_id = ${organizationId} and expires_at < ${before}
      limit ${limit} for update skip locked
    ), gone as (
      delete from slack_oauth_state using old
      where organization_id = ${organizationId} and slack_oauth_state.state_hash = old.state_hash
      returning slack_oauth_state.state_hash
    ), ways as (
      delete from organization_route
      where organization_id = ${organizationId} and kind = 'oauth_state' and key in (select state_hash from gone)
    )
    select count(*)::int as count from gone
  `.execute(tx)
  return rows[0]?.count ?? 0
}
