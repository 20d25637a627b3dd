import { sql } from 'kysely'
import { jsonb } from '@atrium/db/json.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { holdLanes, mergeLane, renameLane } from '../../infra/deliveries/move-lanes.ts'
import { announceRemoved, updateChannel } from '../channels/channel.queries.ts'
import { moveRoles } from '../channels/channel-role.queries.ts'
import { noteMove } from '../channels/move.queries.ts'
import { updateInstallation } from '../install/installation.queries.ts'
import { notificationsOf, withNotification } from '../surfaces/cards/notifications.rules.ts'
import { moveTargets } from '../reconcile/move-targets.queries.ts'
import type { InstallationScope } from './installation-scope.ts'
import { forgetLookups } from './lookups.ts'
import { moveMessages } from './move-messages.ts'
import { applyStrayReactions, findStrayReactions, moveReactions } from './move-reactions.ts'
import { moveThreads } from './move-threads.ts'

/** Ids of a channel in Slack: as it was called, and as it is called from now on. */
export interface ChannelMove {
  from: string
  to: string
}

/**
 * Everything that names a channel by its former id names it by the new one, what we still owe there included. Where something
 * stands under both already, since others events came first, the two become one. Done twice it is done once.
 * @throws NotYet while a call of ours about a message that stands under both is not answered
 */
export async function moveChannel(tx: Tx, scope: InstallationScope, move: ChannelMove): Promise<void> {
  await moveRow(tx, scope, move)
  await moveDefault(tx, scope, move)
  await moveImports(tx, scope, move)
  await moveRoles(tx, scope, move)
  await moveLanes(tx, scope, move)
  const strays = await findStrayReactions(tx, scope, move)
  await moveReactions(tx, scope, move)
  await moveMessages(tx, scope, move)
  await moveThreads(tx, scope, move)
  await moveTargets(tx, { ...scope, ...move })
  await moveWaitingEvents(tx, scope, move)
  await moveFiles(tx, scope, move)
  await noteMove(tx, scope, { ...move, atMs: scope.receivedAtMs })
  forgetLookups(tx)
  await applyStrayReactions(tx, scope, strays)
  forgetLookups(tx)
}

/** Under both ids, what Slack has told of the new one is newer; whose channel it is, and since when it is watched, nobody but us knows. */
async function moveRow(tx: Tx, scope: InstallationScope, { from, to }: ChannelMove): Promise<void> {
  const { organizationId, installationId } = scope
  const rows = await tx
    .selectFrom('slack_channel')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .where('channel_id', 'in', [from, to])
    .orderBy('channel_id')
    .forUpdate()
    .execute()
  const [old, known] = [from, to].map((id) => rows.find((row) => row.channel_id === id))
  if (!old) return
  announceRemoved(tx, { installationId, channelId: from }, Number(old.rev) + 1)
  const key = { installationId, channelId: to }
  if (!known) {
    await updateChannel(tx, organizationId, { key: { installationId, channelId: from }, set: { channel_id: to, is_member: true } })
    return
  }
  await tx
    .deleteFrom('slack_channel')
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .where('channel_id', '=', from)
    .execute()
  const watchedAt = [old, known].flatMap((row) => (row.customer_id && row.watched_at ? [row.watched_at.getTime()] : []))
  await updateChannel(tx, organizationId, {
    key,
    set: {
      // Until it is looked up, a channel that the bot was invited to has no other name.
      name: known.name === to ? old.name : known.name,
      is_member: true,
      customer_id: known.customer_id ?? old.customer_id,
      watched_at: watchedAt.length > 0 ? new Date(Math.min(...watchedAt)) : null,
    },
  })
}

async function moveDefault(tx: Tx, { organizationId, installationId }: InstallationScope, { from, to }: ChannelMove): Promise<void> {
  const installation = await tx
    .selectFrom('slack_installation')
    .select(['default_channel_id', 'notifications'])
    .where('organization_id', '=', organizationId)
    .where('id', '=', installationId)
    .executeTakeFirst()
  if (!installation) return
  const isDefault = installation.default_channel_id === from
  const told = notificationsOf(installation).filter(({ channelId }) => channelId === from)
  if (!isDefault && told.length === 0) return
  const notifications = told.reduce<object>(
    (kept, one) => withNotification({ notifications: kept }, { ...one, channelId: to }),
    installation.notifications as object,
  )
  const set = { ...(isDefault ? { default_channel_id: to } : {}), notifications: jsonb(notifications) as never }
  await updateInstallation(tx, organizationId, { id: installationId, set })
}

/** Wanted under both ids by one member, it is wanted once. */
async function moveImports(tx: Tx, { organizationId, installationId }: InstallationScope, { from, to }: ChannelMove): Promise<void> {
  await sql`
    delete from slack_import old using slack_import known
    where old.organization_id = ${organizationId} and old.installation_id = ${installationId} and old.channel_id = ${from}
      and known.organization_id = old.organization_id and known.channel_id = ${to} and known.ts = old.ts and known.member_id = old.member_id
  `.execute(tx)
  await tx
    .updateTable('slack_import')
    .set({ channel_id: to })
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .where('channel_id', '=', from)
    .execute()
}

/** Direct messages have lanes by their people, which stay; what is owed in them may name where something stands. */
async function moveLanes(tx: Tx, { organizationId, installationId }: InstallationScope, { from, to }: ChannelMove): Promise<void> {
  const directs = await tx
    .selectFrom('slack_direct')
    .select('lane_key')
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .where('slack_channel_id', '=', from)
    .execute()
  const keys = [from, to, ...directs.map(({ lane_key }) => lane_key)]
  const lanes = await holdLanes(tx, { organizationId, scopeId: installationId }, { transport: 'slack', keys })
  await tx
    .updateTable('slack_direct')
    .set({ slack_channel_id: to })
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .where('slack_channel_id', '=', from)
    .execute()
  const [old, known] = [lanes.get(from), lanes.get(to)]
  if (old && known) await mergeLane(tx, organizationId, { from: old, into: known })
  else if (old) await renameLane(tx, organizationId, { laneId: old, key: to })
  for (const [key, laneId] of lanes) if (key !== from && key !== to) await renameLane(tx, organizationId, { laneId, key })
  const name = sql`to_jsonb(${to}::text)`
  await sql`
    update delivery set payload = case when payload #>> '{to,channelId}' = ${from}
      then jsonb_set(payload, '{to,channelId}', ${name}) else jsonb_set(payload, '{target,channelId}', ${name}) end
    where organization_id = ${organizationId} and lane_id = any(${[...lanes.values()]}::uuid[])
      and ${from} in (payload #>> '{to,channelId}', payload #>> '{target,channelId}')
  `.execute(tx)
}

/** Those that wait to be tried again, or to be looked at by somebody. */
async function moveWaitingEvents(tx: Tx, { organizationId, installationId }: InstallationScope, { from, to }: ChannelMove): Promise<void> {
  for (const path of ['{event,channel}', '{event,item,channel}']) {
    await sql`
      update slack_inbox event set payload = jsonb_set(event.payload, ${path}::text[], to_jsonb(${to}::text))
      from (
        select event_id from slack_inbox
        where organization_id = ${organizationId} and installation_id = ${installationId} and state <> 'applied'
          and payload #>> ${path}::text[] = ${from}
        for update skip locked
      ) waiting
      where event.organization_id = ${organizationId} and event.installation_id = ${installationId} and event.event_id = waiting.event_id
    `.execute(tx)
  }
}

async function moveFiles(tx: Tx, { organizationId, installationId }: InstallationScope, { from, to }: ChannelMove): Promise<void> {
  for (const table of ['slack_file', 'slack_fetch'] as const) {
    await tx
      .updateTable(table)
      .set({ channel_id: to })
      .where('organization_id', '=', organizationId)
      .where('installation_id', '=', installationId)
      .where('channel_id', '=', from)
      .execute()
  }
}
