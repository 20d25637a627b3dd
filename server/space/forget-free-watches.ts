import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'

/** Nobody is told any more that somebody is free who is gone for good, nor somebody who is: members who have left, visitors whose visit has ended. */
export async function forgetFreeWatches(
  tx: Tx,
  organizationId: OrganizationId,
  { before, limit }: { before: Date; limit: number },
): Promise<number> {
  const { numAffectedRows } = await sql`
    with here (id) as (
      select id from member where organization_id = ${organizationId} and (deactivated_at is null or deactivated_at > ${before})
      union all
      select visitor.id from visitor
      join guest_link link on link.organization_id = visitor.organization_id and link.id = visitor.guest_link_id
      where visitor.organization_id = ${organizationId} and visitor.expires_at > ${before}
        and (visitor.revoked_at is null or visitor.revoked_at > ${before}) and (link.revoked_at is null or link.revoked_at > ${before})
    ), gone as (
      select watcher_id, watched_id from free_watch
      where organization_id = ${organizationId} and not (watcher_id in (select id from here) and watched_id in (select id from here))
      limit ${limit}
    )
    delete from free_watch using gone
    where free_watch.organization_id = ${organizationId}
      and free_watch.watcher_id = gone.watcher_id and free_watch.watched_id = gone.watched_id
  `.execute(tx)
  return Number(numAffectedRows ?? 0)
}
