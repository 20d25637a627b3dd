import { sql } from 'kysely'
import { executeKept } from '@atrium/db/statement.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, MemberId, OrganizationId } from '@atrium/shared/ids.ts'
import { profileOfRow, type StoredProfile } from './author.queries.ts'
import { ownDeliveryOf, type DeliveryRow } from './echo.queries.ts'
import type { ReceivingInstallation } from './inbox.queries.ts'
import { rememberLookup, type LookupKind } from './lookups.ts'
import { channelOf, nameOfRole, nameOfThread, threadOf, type ChannelRole, type DirectRow, type ThreadKey } from './place.queries.ts'
import { knownMessageOf, nameOfMessage, type MessageKey, type MessageRow } from './slack-message.queries.ts'

/** What a batch of events may have to know to be applied. */
export interface Wanted {
  apiAppIds: Set<string>
  teamIds: Set<string>
  channelIds: Set<string>
  userIds: Set<string>
  threads: ThreadKey[]
  messages: MessageKey[]
  /** As the metadata of messages names them. */
  deliveryIds: Set<string>
}

export interface FoundInstallation extends ReceivingInstallation {
  lastEventAtMs: number | null
  /** Of the channels that were asked for, those that have another id now, by the former one. */
  moves: ReadonlyMap<string, string>
}

interface Found {
  installations: (Omit<FoundInstallation, 'lastEventAtMs' | 'moves'> & { lastEventAt: string | null })[]
  moves: { installation_id: string; former_id: string; channel_id: string }[]
  directs: { installation_id: string; slack_channel_id: string; kind: DirectRow['kind']; lane_key: string }[]
  channels: { installation_id: string; channel_id: string; name: string; customer_id: string | null; watched_at: string | null }[]
  links: { installation_id: string; slack_user_id: string; member_id: string }[]
  roles: { installation_id: string; channel_id: string; slack_user_id: string; role: ChannelRole }[]
  profiles: ({ installation_id: string } & StoredProfile)[]
  threads: {
    channel_id: string
    thread_ts: string
    conversation_id: string | null
    mention_channel_id: string | null
    card_conversation_id: string | null
  }[]
  messages: ({ channel_id: string; ts: string } & MessageRow)[]
  deliveries: ({ scope_id: string } & DeliveryRow)[]
}

/**
 * Reads all of it in one statement, and leaves it where the look-ups of this transaction find it. `limit 1` holds the planner
 * to the index: joined, it would rather read all messages of the organization.
 */
export async function lookUpForBatch(tx: Tx, organizationId: OrganizationId, wanted: Wanted): Promise<FoundInstallation[]> {
  const found = await readTogether(tx, organizationId, wanted)
  for (const { id: installationId } of found.installations) rememberFound(tx, installationId, { wanted, found })
  return found.installations.map(({ lastEventAt, ...installation }) => {
    const moves = new Map(
      found.moves.flatMap((move) => (move.installation_id === installation.id ? [[move.former_id, move.channel_id] as const] : [])),
    )
    return { ...installation, lastEventAtMs: lastEventAt === null ? null : Date.parse(lastEventAt), moves }
  })
}

async function readTogether(tx: Tx, organizationId: OrganizationId, wanted: Wanted): Promise<Found> {
  const { threads, messages } = wanted
  const [channelIds, userIds] = [[...wanted.channelIds], [...wanted.userIds]]
  const inInstallation = sql`organization_id = ${organizationId} and installation_id in (select id from installation)`
  const rows = await executeKept(
    tx,
    'slack.look-up-for-batch',
    sql<Found>`
    with installation as materialized (
      select slack_installation.id, slack_app_id as "slackAppId", app_id as "apiAppId", team_id as "teamId", bot_user_id as "botUserId",
        bot_id as "botId", conversation_emoji as "conversationEmoji", slack_installation.state = 'active' as "isActive", last_event_at as "lastEventAt"
      from slack_installation
        join slack_app on slack_app.organization_id = slack_installation.organization_id and slack_app.id = slack_app_id
      where slack_installation.organization_id = ${organizationId}
        and app_id = any(${[...wanted.apiAppIds]}::text[]) and team_id = any(${[...wanted.teamIds]}::text[])
    ), direct as (
      select installation_id, slack_channel_id, kind, lane_key from slack_direct
      where ${inInstallation} and slack_channel_id = any(${channelIds}::text[])
    ), move as (
      select installation_id, former_id, channel_id from slack_channel_move
      where ${inInstallation} and former_id = any(${channelIds}::text[])
        and (installation_id, former_id) not in (select installation_id, slack_channel_id from direct)
    ), channel as (
      select installation_id, channel_id, name, customer_id, watched_at from slack_channel
      where ${inInstallation} and channel_id = any(${channelIds}::text[])
    ), link as (
      select installation_id, slack_user_id, member_id from slack_link
      where ${inInstallation}
        and slack_user_id = any(${userIds}::text[] || array(select unnest(string_to_array(lane_key, ':')) from direct))
    ), said as (
      select installation_id, channel_id, slack_user_id, role from slack_channel_role
      where ${inInstallation} and channel_id = any(${channelIds}::text[]) and slack_user_id = any(${userIds}::text[])
    ), profile as (
      select installation_id, slack_user_id, team_id, name, email, avatar_url, is_foreign, is_bot, known_at, contact_id from slack_profile
      where ${inInstallation} and slack_user_id = any(${userIds}::text[])
    ), thread as (
      select found.* from unnest(${threads.map(({ channelId }) => channelId)}::text[], ${threads.map(({ threadTs }) => threadTs)}::text[])
        as wanted (channel_id, thread_ts), lateral (
          select channel_id, thread_ts, conversation_id, mention_channel_id, card_conversation_id from slack_thread
          where organization_id = ${organizationId} and channel_id = wanted.channel_id and thread_ts = wanted.thread_ts limit 1
        ) found
    ), delivery as (
      select found.* from unnest(${[...wanted.deliveryIds]}::uuid[]) as wanted (id), lateral (
        select delivery.id, delivery_lane.scope_id, delivery.entity_kind, delivery.entity_id, slack_link.slack_user_id, exists (
          select 1 from slack_message
          where slack_message.organization_id = ${organizationId} and delivery_id = delivery.id and slack_message.entity_id is not null
        ) as is_placed
        from delivery
          join delivery_lane on delivery_lane.organization_id = ${organizationId} and delivery_lane.id = delivery.lane_id
          left join message on message.organization_id = ${organizationId} and message.id = delivery.entity_id
          left join slack_link on slack_link.organization_id = ${organizationId} and slack_link.member_id = message.author_id
            and slack_link.installation_id = delivery_lane.scope_id
        where delivery.organization_id = ${organizationId} and delivery.id = wanted.id and delivery_lane.transport = 'slack' limit 1
      ) found
    ), message as (
      select found.* from unnest(${messages.map(({ channelId }) => channelId)}::text[], ${messages.map(({ ts }) => ts)}::text[])
        as wanted (channel_id, ts), lateral (
          select channel_id, ts, arrived, deleted, edited_ts, early_text, delivery_id, entity_kind, entity_id, broadcast from slack_message
          where organization_id = ${organizationId} and channel_id = wanted.channel_id and ts = wanted.ts limit 1
        ) found
    )
    select
      (select coalesce(jsonb_agg(installation), '[]') from installation) as installations,
      (select coalesce(jsonb_agg(move), '[]') from move) as moves,
      (select coalesce(jsonb_agg(direct), '[]') from direct) as directs,
      (select coalesce(jsonb_agg(channel), '[]') from channel) as channels,
      (select coalesce(jsonb_agg(link), '[]') from link) as links,
      (select coalesce(jsonb_agg(said), '[]') from said) as roles,
      (select coalesce(jsonb_agg(profile), '[]') from profile) as profiles,
      (select coalesce(jsonb_agg(thread), '[]') from thread) as threads,
      (select coalesce(jsonb_agg(message), '[]') from message) as messages,
      (select coalesce(jsonb_agg(delivery), '[]') from delivery) as deliveries
  `,
  )
  const found = rows[0]
  if (!found) throw new Error('a statement that always answers with one row answered with none')
  return found
}

function rememberFound(tx: Tx, installationId: InstallationId, { wanted, found }: { wanted: Wanted; found: Found }): void {
  const remember = <T extends object | string>(kind: LookupKind, keys: Iterable<string>, entries: [string, T][]) =>
    rememberLookup(tx, { installationId }, { kind, keys, found: new Map(entries) })
  const own = <T extends { installation_id: string }>(rows: T[]) => rows.filter((row) => row.installation_id === installationId)
  const directOf = (row: Found['directs'][number]): DirectRow => ({ kind: row.kind, laneKey: row.lane_key })
  const watchedAt = (at: string | null) => (at === null ? null : new Date(at))
  remember(
    'direct',
    wanted.channelIds,
    own(found.directs).map((row) => [row.slack_channel_id, directOf(row)]),
  )
  remember(
    'channel',
    wanted.channelIds,
    own(found.channels).map((row) => [row.channel_id, channelOf({ ...row, watched_at: watchedAt(row.watched_at) })]),
  )
  const inLanes = own(found.directs).flatMap((row) => row.lane_key.split(':'))
  remember(
    'link',
    [...wanted.userIds, ...inLanes],
    own(found.links).map((row) => [row.slack_user_id, row.member_id as MemberId]),
  )
  remember(
    'role',
    [...wanted.channelIds].flatMap((channelId) => [...wanted.userIds].map((slackUserId) => nameOfRole({ channelId, slackUserId }))),
    own(found.roles).map((row) => [nameOfRole({ channelId: row.channel_id, slackUserId: row.slack_user_id }), row.role]),
  )
  remember(
    'profile',
    wanted.userIds,
    own(found.profiles).map((row) => [row.slack_user_id, profileOfRow(row)]),
  )
  remember(
    'thread',
    wanted.threads.map(nameOfThread),
    found.threads.map((row) => [nameOfThread({ channelId: row.channel_id, threadTs: row.thread_ts }), threadOf(row)]),
  )
  const deliveries = found.deliveries.filter((row) => row.scope_id === installationId)
  remember(
    'delivery',
    wanted.deliveryIds,
    deliveries.map((row) => [row.id, ownDeliveryOf(row)]),
  )
  remember(
    'message',
    wanted.messages.map(nameOfMessage),
    found.messages.map((row) => [nameOfMessage({ channelId: row.channel_id, ts: row.ts }), knownMessageOf(row)]),
  )
}
