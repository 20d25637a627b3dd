import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import { updateChannel, upsertChannels } from '../channels/channel.queries.ts'
import { updateInstallation } from '../install/installation.queries.ts'
import type { InstallationScope } from './installation-scope.ts'
import type { SlackEvent } from './slack-event.rules.ts'

type Of<K extends SlackEvent['kind']> = Extract<SlackEvent, { kind: K }>

export async function applyChannelRenamed(tx: Tx, scope: InstallationScope, { channelId, name }: Of<'channelRenamed'>): Promise<void> {
  await updateChannel(tx, scope.organizationId, { key: { ...scope, channelId }, set: { name } })
}

export async function applyChannelState(tx: Tx, scope: InstallationScope, { channelId, change }: Of<'channelState'>): Promise<void> {
  const set = {
    ...(change.isArchived === undefined ? {} : { is_archived: change.isArchived }),
    ...(change.isExtShared === undefined ? {} : { is_ext_shared: change.isExtShared }),
    ...(change.isMember === undefined ? {} : { is_member: change.isMember }),
  }
  await updateChannel(tx, scope.organizationId, { key: { ...scope, channelId }, set })
}

/** Only our bot's own coming and going matters. A channel that is new to us gets its name with the next refresh. */
export async function applyMembership(tx: Tx, scope: InstallationScope, event: Of<'membership'>): Promise<void> {
  const { channelId, userId, isMember, isPrivate } = event
  if (userId !== scope.botUserId) return
  const known = await updateChannel(tx, scope.organizationId, { key: { ...scope, channelId }, set: { is_member: isMember } })
  if (known || !isMember) return
  const channel = { channelId, name: channelId, isPrivate, isExtShared: false, isArchived: false, isMember }
  await upsertChannels(tx, scope.organizationId, { installationId: scope.installationId, channels: [channel] })
}

/**
 * A channel goes on under another id, when sharing starts or ends. Everything that is bound to it moves along, what we
 * still owe to it included.
 */
export async function applyChannelIdChanged(tx: Tx, scope: InstallationScope, event: Of<'channelIdChanged'>): Promise<void> {
  const { oldChannelId, newChannelId } = event
  const { organizationId, installationId } = scope
  const key = { installationId, channelId: newChannelId }
  const taken = await tx
    .deleteFrom('slack_channel')
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .where('channel_id', '=', newChannelId)
    .where('customer_id', 'is', null)
    .returning('rev')
    .executeTakeFirst()
  await moveRows(tx, scope, { oldChannelId, newChannelId })
  await tx
    .updateTable('slack_channel')
    .set({ channel_id: newChannelId, ...(taken ? { rev: sql<number>`greatest(rev, ${taken.rev})` } : {}) })
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .where('channel_id', '=', oldChannelId)
    .execute()
  await updateChannel(tx, organizationId, { key, set: { is_member: true } })
  const installation = await tx
    .selectFrom('slack_installation')
    .select('default_channel_id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', installationId)
    .executeTakeFirst()
  if (installation?.default_channel_id === oldChannelId) {
    await updateInstallation(tx, organizationId, { id: installationId, set: { default_channel_id: newChannelId } })
  }
}

async function moveRows(
  tx: Tx,
  scope: InstallationScope,
  { oldChannelId, newChannelId }: { oldChannelId: string; newChannelId: string },
): Promise<void> {
  const { organizationId, installationId } = scope
  for (const table of ['slack_message', 'slack_thread'] as const) {
    const own = table === 'slack_message' ? sql.ref('ts') : sql.ref('thread_ts')
    await sql`
      update ${sql.table(table)} moved set channel_id = ${newChannelId}
      where organization_id = ${organizationId} and installation_id = ${installationId} and channel_id = ${oldChannelId}
        and not exists (
          select 1 from ${sql.table(table)} there
          where there.organization_id = moved.organization_id and there.channel_id = ${newChannelId} and there.${own} = moved.${own}
        )
    `.execute(tx)
  }
  await sql`
    update delivery owed set payload = jsonb_set(owed.payload, '{to,channelId}', to_jsonb(${newChannelId}::text))
    from delivery_lane lane
    where owed.organization_id = ${organizationId} and owed.settled_at is null and owed.payload #>> '{to,channelId}' = ${oldChannelId}
      and lane.organization_id = owed.organization_id and lane.id = owed.lane_id and lane.scope_id = ${installationId} and lane.transport = 'slack'
  `.execute(tx)
  await sql`
    update delivery_lane moved set key = ${newChannelId}
    where organization_id = ${organizationId} and scope_id = ${installationId} and transport = 'slack' and key = ${oldChannelId}
      and not exists (
        select 1 from delivery_lane there
        where there.organization_id = moved.organization_id and there.transport = 'slack' and there.scope_id = moved.scope_id and there.key = ${newChannelId}
      )
  `.execute(tx)
}
