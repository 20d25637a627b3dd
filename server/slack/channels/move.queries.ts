import { sql } from 'kysely'
import { statement } from '@atrium/db/statement.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'

interface Movable {
  organizationId: OrganizationId
  installationId: InstallationId
}

const LOCK = `hashtextextended('slack_channel_move ' || $1::uuid, 0)`
const lockShared = statement('slack.share-channel-ids', `select pg_advisory_xact_lock_shared(${LOCK})`)
const lock = statement('slack.hold-channel-ids', `select pg_advisory_xact_lock(${LOCK})`)

/**
 * To be called by whoever writes what Slack tells of a channel, before anything else is read or locked: until the commit no channel gets
 * another id, so that nothing comes under a former one after everything there was moved. Goes along with the next statement.
 */
export async function shareChannelIds(tx: Tx, organizationId: OrganizationId): Promise<void> {
  await lockShared(tx, [organizationId], { ahead: 'statement' })
}

/** The same of whoever gives a channel another id: waits for all who are writing under the former one. */
export async function holdChannelIds(tx: Tx, organizationId: OrganizationId): Promise<void> {
  await lock(tx, [organizationId], { ahead: 'statement' })
}

/** From now on the former id, and those before it, stand for the new one; which stands for itself. */
export async function noteMove(
  tx: Tx,
  { organizationId, installationId }: Movable,
  { from, to, atMs }: { from: string; to: string; atMs: number },
): Promise<void> {
  await forgetMoves(tx, { organizationId, installationId }, [to])
  await tx
    .updateTable('slack_channel_move')
    .set({ channel_id: to })
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .where('channel_id', '=', from)
    .execute()
  const moved = { channel_id: to, moved_at: new Date(atMs) }
  await tx
    .insertInto('slack_channel_move')
    .values({ organization_id: organizationId, installation_id: installationId, former_id: from, ...moved })
    .onConflict((conflict) => conflict.columns(['organization_id', 'installation_id', 'former_id']).doUpdateSet(moved))
    .execute()
}

/** A channel that was known under another id lives under the former one again, or still does. */
export async function forgetMoves(tx: Tx, { organizationId, installationId }: Movable, formerIds: readonly string[]): Promise<void> {
  await tx
    .deleteFrom('slack_channel_move')
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .where(sql<boolean>`former_id = any(${formerIds}::text[])`)
    .execute()
}

/** Of these ids, those that channels had before `sinceMs`, and those that they have had since. */
export async function findFormerIds(
  tx: Tx,
  { organizationId, installationId }: Movable,
  { channelIds, sinceMs }: { channelIds: readonly string[]; sinceMs: number },
): Promise<{ movedSince: Set<string>; movedBefore: string[] }> {
  const rows = await tx
    .selectFrom('slack_channel_move')
    .select(['former_id', 'moved_at'])
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .where(sql<boolean>`former_id = any(${channelIds}::text[])`)
    .execute()
  const isSince = ({ moved_at }: { moved_at: Date }) => moved_at.getTime() >= sinceMs
  return {
    movedSince: new Set(rows.filter(isSince).map(({ former_id }) => former_id)),
    movedBefore: rows.filter((row) => !isSince(row)).map(({ former_id }) => former_id),
  }
}
