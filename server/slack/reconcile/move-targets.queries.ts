import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import { lockTargets, type Reconciled } from './target.queries.ts'

/**
 * What was compared under a channel's former id is compared under the new one, from where the less far of both has come, and
 * soon: what Slack told in between may have been for nobody. Whoever is reading under the former id does so in vain.
 */
export async function moveTargets(
  tx: Tx,
  { organizationId, installationId, from, to, nowMs }: Reconciled & { from: string; to: string; nowMs: number },
): Promise<void> {
  const now = new Date(nowMs)
  await lockTargets(tx, organizationId)
  await sql`
    with former as (
      delete from slack_reconcile
      where organization_id = ${organizationId} and installation_id = ${installationId} and channel_id = ${from} returning *
    )
    insert into slack_reconcile (organization_id, installation_id, channel_id, thread_ts, kind, since_ts, verified_through, active_at,
      woken_at, next_at, fence)
    select organization_id, installation_id, ${to}, thread_ts, kind, since_ts, verified_through, active_at, ${now}, ${now}, fence + 1 from former
    on conflict (organization_id, installation_id, channel_id, thread_ts) do update set
      since_ts = case when excluded.since_ts::numeric < slack_reconcile.since_ts::numeric then excluded.since_ts else slack_reconcile.since_ts end,
      verified_through = case when excluded.verified_through::numeric < slack_reconcile.verified_through::numeric
        then excluded.verified_through else slack_reconcile.verified_through end,
      active_at = greatest(slack_reconcile.active_at, excluded.active_at), woken_at = excluded.woken_at, next_at = excluded.next_at,
      fence = greatest(slack_reconcile.fence + 1, excluded.fence), lease_until = null, failures = 0, error = null,
      pass = null, suspects = '{}', confirm = false, deep_at = null, replies_seen = null
  `.execute(tx)
}
