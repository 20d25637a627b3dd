import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'

/**
 * Takes away the beginning of the feed: never from its middle, and nothing that a consumer inside the server has still to read; where
 * none has begun, nothing. Whoever resumes from before what is left is told to fetch anew.
 */
export async function forgetChanges(
  tx: Tx,
  organizationId: OrganizationId,
  { before, limit }: { before: Date; limit: number },
): Promise<number> {
  const { numAffectedRows } = await sql`
    with oldest as (
      select seq, at from change where organization_id = ${organizationId} order by seq limit ${limit}
    )
    delete from change where organization_id = ${organizationId} and seq in (
      select seq from oldest
      where seq < coalesce((select min(seq) from oldest where at >= ${before}), ${Number.MAX_SAFE_INTEGER})
        and seq <= coalesce((select min(seq) from feed_cursor where organization_id = ${organizationId}), 0)
    )
  `.execute(tx)
  return Number(numAffectedRows ?? 0)
}
