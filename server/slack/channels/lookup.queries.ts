import { sql } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import { asWorker, type Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import type { ChannelKey } from './channel.queries.ts'

export interface ChannelToLookUp extends ChannelKey {
  organizationId: OrganizationId
  /** How often it was asked for in vain. */
  failures: number
}

/** What a killed node was asking for is free again after so long. */
const LEASE_MS = 30_000

/** Organizations with channels to ask Slack about. */
export async function listLookupOrganizations(db: Db, nowMs: number): Promise<OrganizationId[]> {
  const rows = await asWorker(db, (tx) =>
    tx.selectFrom('slack_channel').select('organization_id').distinct().where('lookup_at', '<=', new Date(nowMs)).execute(),
  )
  return rows.map((row) => row.organization_id as OrganizationId)
}

/** Takes some that are due for this node, of workspaces that are connected. */
export async function claimLookups(
  tx: Tx,
  organizationId: OrganizationId,
  { nowMs, limit }: { nowMs: number; limit: number },
): Promise<ChannelToLookUp[]> {
  const { rows } = await sql<{ installation_id: InstallationId; channel_id: string; lookup_failures: number }>`
    with due as (
      select channel.installation_id, channel.channel_id
      from slack_channel channel
      join slack_installation installation on installation.organization_id = channel.organization_id and installation.id = channel.installation_id
      where channel.organization_id = ${organizationId} and channel.lookup_at <= ${new Date(nowMs)} and installation.state = 'active'
      order by channel.lookup_at
      limit ${limit}
      for update of channel skip locked
    )
    update slack_channel channel set lookup_at = ${new Date(nowMs + LEASE_MS)}
    from due
    where channel.organization_id = ${organizationId}
      and channel.installation_id = due.installation_id and channel.channel_id = due.channel_id
    returning channel.installation_id, channel.channel_id, channel.lookup_failures
  `.execute(tx)
  return rows.map((row) => ({
    ...{ organizationId, installationId: row.installation_id, channelId: row.channel_id },
    failures: row.lookup_failures,
  }))
}

/** Null: it is not asked for any more. */
export async function settleLookup(
  tx: Tx,
  { organizationId, installationId, channelId }: ChannelToLookUp,
  { nextAtMs, failures }: { nextAtMs: number | null; failures: number },
): Promise<void> {
  await tx
    .updateTable('slack_channel')
    .set({ lookup_at: nextAtMs === null ? null : new Date(nextAtMs), lookup_failures: failures })
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .where('channel_id', '=', channelId)
    .where('lookup_at', 'is not', null)
    .execute()
}
