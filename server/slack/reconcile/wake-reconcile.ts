import { sql } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import { asWorker, inOrganization, type Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, OrganizationId, SlackAppId } from '@atrium/shared/ids.ts'
import { lockTargets } from './target.queries.ts'

/** An event that comes so long after it happened tells that others may not have come at all. */
export const LATE_MS = 60_000
/** Gaps that follow each other closely are one. */
const AGAIN_AFTER_MS = 5 * 60_000
/** Slack shows a file a moment after it was shared: one look may come too early. */
const AWAITED_AGAIN_AFTER_MS = 15_000

const woken = (nowMs: number) => ({
  next_at: new Date(nowMs),
  woken_at: new Date(nowMs),
  deep_at: null,
  failures: 0,
})

/** Of every organization: nobody knows what was missed while no server ran. */
export async function wakeAll(db: Db, nowMs: number): Promise<void> {
  const organizations = await asWorker(db, (tx) => tx.selectFrom('slack_reconcile').select('organization_id').distinct().execute())
  for (const { organization_id } of organizations) {
    const organizationId = organization_id as OrganizationId
    await inOrganization(db, organizationId, async (tx) => {
      await lockTargets(tx, organizationId)
      await tx.updateTable('slack_reconcile').set(woken(nowMs)).where('organization_id', '=', organizationId).execute()
    })
  }
}

/** What events may have been missed of these installations is looked up in the history, as soon as the limits allow. */
export async function wakeInstallations(
  tx: Tx,
  organizationId: OrganizationId,
  { ids, nowMs }: { ids: readonly InstallationId[]; nowMs: number },
): Promise<void> {
  if (ids.length === 0) return
  await lockTargets(tx, organizationId)
  await tx
    .updateTable('slack_reconcile')
    .set(woken(nowMs))
    .where('organization_id', '=', organizationId)
    .where('installation_id', 'in', ids)
    .where('woken_at', '<', new Date(nowMs - AGAIN_AFTER_MS))
    .execute()
}

/** Something of this channel is waited for that should have been told by now. */
export async function wakeChannel(
  tx: Tx,
  organizationId: OrganizationId,
  { installationId, channelId, nowMs }: { installationId: InstallationId; channelId: string; nowMs: number },
): Promise<void> {
  await tx
    .updateTable('slack_reconcile')
    .set({ next_at: new Date(nowMs), woken_at: new Date(nowMs), failures: 0 })
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .where('channel_id', '=', channelId)
    .where('thread_ts', '=', '')
    .where('woken_at', '<', new Date(nowMs - AWAITED_AGAIN_AFTER_MS))
    .execute()
}

/**
 * A message was kept since `sinceMs` and is applied only now: what was compared meanwhile could not miss it, so that a delete of it
 * would not be found before the next usual look. To be called before anything else is written: it may lock the targets.
 */
export async function wakeLookedAtSince(
  tx: Tx,
  organizationId: OrganizationId,
  of: { installationId: InstallationId; channelId: string; threadTs: string | null; sinceMs: number; nowMs: number },
): Promise<void> {
  const lookedAt = sql<boolean>`(checked_at >= ${new Date(of.sinceMs)} or lease_until is not null or pass is not null)`
  const its = { organization_id: organizationId, installation_id: of.installationId, channel_id: of.channelId }
  const threads = ['', ...(of.threadTs ? [of.threadTs] : [])]
  const looked = tx
    .selectFrom('slack_reconcile')
    .select('fence')
    .where((eb) => eb.and(its))
    .where('thread_ts', 'in', threads)
  if (!(await looked.where(lookedAt).executeTakeFirst())) return
  await lockTargets(tx, organizationId)
  const wake = tx
    .updateTable('slack_reconcile')
    .set(woken(of.nowMs))
    .where((eb) => eb.and(its))
  await wake.where('thread_ts', 'in', threads).where(lookedAt).execute()
}

/** For a while no socket of the app was open. */
export async function wakeApp(
  tx: Tx,
  organizationId: OrganizationId,
  { slackAppId, nowMs }: { slackAppId: SlackAppId; nowMs: number },
): Promise<void> {
  const installations = await tx
    .selectFrom('slack_installation')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('slack_app_id', '=', slackAppId)
    .execute()
  await wakeInstallations(tx, organizationId, { ids: installations.map(({ id }) => id as InstallationId), nowMs })
}

/** What was connected anew since it was last woken has a gap behind it. To be called with the targets locked. */
export async function wakeReconnected(tx: Tx, organizationId: OrganizationId, nowMs: number): Promise<void> {
  const now = new Date(nowMs)
  await sql`
    update slack_reconcile row set next_at = ${now}, woken_at = ${now}, deep_at = null, failures = 0
    from slack_installation installation
    where row.organization_id = ${organizationId} and installation.organization_id = row.organization_id
      and installation.id = row.installation_id and installation.connected_at > row.woken_at
  `.execute(tx)
}
