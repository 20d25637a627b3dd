import { sql, type RawBuilder } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { FIRST_LOOK_MS, MOST_THREADS, THREAD_MS, tsOf } from './reconcile.rules.ts'
import { lockTargets } from './target.queries.ts'
import { wakeReconnected } from './wake-reconcile.ts'

interface Sync {
  organizationId: OrganizationId
  nowMs: number
}

/** Brings the list of what is to be compared in line with what is watched, mirrored and going on. */
export async function syncTargets(tx: Tx, sync: Sync): Promise<void> {
  await lockTargets(tx, sync.organizationId)
  await removeUnwanted(tx, sync)
  await addChannels(tx, sync)
  await addDirects(tx, sync)
  await addCustomersDirects(tx, sync)
  await addThreads(tx, sync)
  await noteActivity(tx, sync)
  await wakeReconnected(tx, sync.organizationId, sync.nowMs)
}

const slackTs = (at: RawBuilder<unknown>) => sql<string>`to_char(extract(epoch from ${at}), 'FM999999999990.000000')`
/** One millionth of a second earlier. */
const justBefore = (ts: RawBuilder<unknown>) => sql<string>`to_char(${ts}::numeric - 0.000001, 'FM999999999990.000000')`

/** Conversations in which somebody has written lately, and mention chats that went on in a thread. */
const goingOn = ({ organizationId, nowMs }: Sync) => sql`
  select thread.installation_id, thread.channel_id, thread.thread_ts, coalesce(conversation.last_activity_at, thread.created_at) as active_at
  from slack_thread thread
  left join conversation on conversation.organization_id = thread.organization_id and conversation.id = thread.conversation_id
  where thread.organization_id = ${organizationId}
    and coalesce(conversation.last_activity_at, thread.created_at) > ${new Date(nowMs - THREAD_MS)}
`

/** Threads of direct messages in which somebody has written lately, as far as those are read at all: also under messages from long ago. */
const mirroredThreads = ({ organizationId, nowMs }: Sync) => sql`
  select reply.installation_id, reply.channel_id, reply.thread_ts, to_timestamp(max(reply.ts)::float8) as active_at
  from slack_reconcile parent
  join slack_message reply on reply.organization_id = parent.organization_id and reply.channel_id = parent.channel_id
  where parent.organization_id = ${organizationId} and parent.kind = 'direct' and parent.thread_ts = ''
    and reply.installation_id = parent.installation_id and reply.thread_ts is not null and reply.ts > ${tsOf(nowMs - THREAD_MS)}
  group by reply.installation_id, reply.channel_id, reply.thread_ts
`

async function addChannels(tx: Tx, { organizationId, nowMs }: Sync): Promise<void> {
  const now = new Date(nowMs)
  const since = slackTs(sql`channel.watched_at`)
  await sql`
    insert into slack_reconcile (organization_id, installation_id, channel_id, kind, since_ts, verified_through, active_at, woken_at, next_at)
    select channel.organization_id, channel.installation_id, channel.channel_id, 'channel', ${since},
      ${slackTs(sql`greatest(channel.watched_at, ${new Date(nowMs - FIRST_LOOK_MS)}::timestamptz)`)}, channel.watched_at, ${now}, ${now}
    from slack_channel channel
    join slack_installation installation on installation.organization_id = channel.organization_id and installation.id = channel.installation_id
    where channel.organization_id = ${organizationId} and installation.state = 'active'
      and channel.customer_id is not null and channel.is_member and not channel.is_archived
    on conflict (organization_id, installation_id, channel_id, thread_ts) do update
      set since_ts = excluded.since_ts, verified_through = excluded.verified_through, pass = null, suspects = '{}', next_at = excluded.next_at
      where slack_reconcile.since_ts::numeric < excluded.since_ts::numeric
  `.execute(tx)
}

/**
 * Since the later of two people has linked themselves, and from the first message that was mirrored there. A server that ended while
 * that one was under way learns of it only later: then what was answered meanwhile is looked at after all.
 */
async function addDirects(tx: Tx, { organizationId, nowMs }: Sync): Promise<void> {
  const now = new Date(nowMs)
  await sql`
    with mirrored as (
      select direct.*, (
        select max(link.linked_at) from slack_link link
        where link.organization_id = direct.organization_id and link.installation_id = direct.installation_id
          and link.slack_user_id = any(string_to_array(direct.lane_key, ':'))
      ) as linked_at
      from slack_direct direct
      join slack_installation installation on installation.organization_id = direct.organization_id and installation.id = direct.installation_id
      where direct.organization_id = ${organizationId} and installation.state = 'active'
    ), begun as (
      select mirrored.*, (
        select min(message.ts) from slack_message message
        where message.organization_id = mirrored.organization_id and message.channel_id = mirrored.slack_channel_id
          and message.ts >= ${slackTs(sql`mirrored.linked_at`)}
      ) as first_ts
      from mirrored where linked_at is not null
    ), wanted as (
      select begun.*, case
        when kind = 'bot' then ${slackTs(sql`linked_at`)}
        when first_ts is not null then ${justBefore(sql`first_ts`)}
        else ${tsOf(nowMs)}
      end as since from begun
    )
    insert into slack_reconcile (organization_id, installation_id, channel_id, kind, since_ts, verified_through, active_at, woken_at, next_at)
    select organization_id, installation_id, slack_channel_id, 'direct', since,
      to_char(greatest(since::numeric, ${tsOf(nowMs - FIRST_LOOK_MS)}::numeric), 'FM999999999990.000000'), linked_at, ${now}, ${now}
    from wanted
    on conflict (organization_id, installation_id, channel_id, thread_ts) do update
      set since_ts = excluded.since_ts, verified_through = excluded.verified_through, pass = null, suspects = '{}', next_at = excluded.next_at
      where slack_reconcile.kind = 'direct' and excluded.since_ts::numeric < slack_reconcile.since_ts::numeric
  `.execute(tx)
}

/** Direct messages to the app by people who are no members. */
async function addCustomersDirects(tx: Tx, sync: Sync): Promise<void> {
  const now = new Date(sync.nowMs)
  await sql`
    insert into slack_reconcile (organization_id, installation_id, channel_id, kind, since_ts, verified_through, active_at, woken_at, next_at)
    select ${sync.organizationId}::uuid, going.installation_id, going.channel_id, 'direct', ${justBefore(sql`min(going.thread_ts)`)},
      ${justBefore(sql`min(going.thread_ts)`)}, max(going.active_at), ${now}::timestamptz, ${now}::timestamptz
    from (${goingOn(sync)}) going
    join slack_installation installation on installation.organization_id = ${sync.organizationId} and installation.id = going.installation_id
    where going.channel_id like 'D%' and installation.state = 'active'
    group by going.installation_id, going.channel_id
    on conflict (organization_id, installation_id, channel_id, thread_ts) do nothing
  `.execute(tx)
}

/** A channel that is compared tells of its threads by itself; the others are asked for at once. */
async function addThreads(tx: Tx, sync: Sync): Promise<void> {
  const [now, later] = [new Date(sync.nowMs), new Date(sync.nowMs + 15 * 60_000)]
  await sql`
    insert into slack_reconcile
      (organization_id, installation_id, channel_id, thread_ts, kind, since_ts, verified_through, active_at, woken_at, next_at)
    select ${sync.organizationId}::uuid, going.installation_id, going.channel_id, going.thread_ts, 'thread',
      ${justBefore(sql`first.ts`)}, ${justBefore(sql`first.ts`)}, going.active_at, ${now}::timestamptz,
      case when exists (
        select 1 from slack_reconcile parent
        where parent.organization_id = ${sync.organizationId} and parent.installation_id = going.installation_id
          and parent.channel_id = going.channel_id and parent.thread_ts = ''
      ) then ${later}::timestamptz else ${now}::timestamptz end
    from (
      select installation_id, channel_id, thread_ts, max(active_at) as active_at
      from (${goingOn(sync)} union all ${mirroredThreads(sync)}) either
      group by installation_id, channel_id, thread_ts order by active_at desc limit ${MOST_THREADS}
    ) going
    join slack_installation installation on installation.organization_id = ${sync.organizationId} and installation.id = going.installation_id
    join lateral (
      select message.ts from slack_message message
      where message.organization_id = ${sync.organizationId} and message.channel_id = going.channel_id and message.ts >= going.thread_ts
        and (message.ts = going.thread_ts or message.thread_ts = going.thread_ts)
      order by message.ts limit 1
    ) first on true
    where installation.state = 'active' and not exists (
      select 1 from slack_reconcile known
      where known.organization_id = ${sync.organizationId} and known.installation_id = going.installation_id
        and known.channel_id = going.channel_id and known.thread_ts = going.thread_ts
    )
    on conflict (organization_id, installation_id, channel_id, thread_ts) do nothing
  `.execute(tx)
}

/** No longer watched, mirrored or going on; what is private must not be read any more. */
async function removeUnwanted(tx: Tx, sync: Sync): Promise<void> {
  const { organizationId, nowMs } = sync
  await sql`
    with going as (${goingOn(sync)})
    delete from slack_reconcile row where row.organization_id = ${organizationId} and not case row.kind
      when 'channel' then exists (
        select 1 from slack_channel channel
        where channel.organization_id = row.organization_id and channel.installation_id = row.installation_id
          and channel.channel_id = row.channel_id and channel.customer_id is not null and channel.is_member and not channel.is_archived
      )
      when 'direct' then exists (
        select 1 from slack_direct direct
        where direct.organization_id = row.organization_id and direct.installation_id = row.installation_id
          and direct.slack_channel_id = row.channel_id
      ) or exists (select 1 from going where going.installation_id = row.installation_id and going.channel_id = row.channel_id)
      else exists (
        select 1 from going
        where going.installation_id = row.installation_id and going.channel_id = row.channel_id and going.thread_ts = row.thread_ts
      ) or (row.active_at > ${new Date(nowMs - THREAD_MS)} and exists (
        select 1 from slack_reconcile parent
        where parent.organization_id = row.organization_id and parent.installation_id = row.installation_id
          and parent.channel_id = row.channel_id and parent.thread_ts = ''
      ))
    end
  `.execute(tx)
}

/** Where somebody has just written, the next look is soon. */
async function noteActivity(tx: Tx, { organizationId, nowMs }: Sync): Promise<void> {
  await sql`
    update slack_reconcile row
    set active_at = newest.at, next_at = least(row.next_at, greatest(coalesce(row.checked_at, newest.at), newest.at) + interval '5 minutes')
    from slack_reconcile known
    join lateral (
      select to_timestamp(max(message.ts)::float8) as at from slack_message message
      where message.organization_id = known.organization_id and message.channel_id = known.channel_id
    ) newest on true
    where known.organization_id = ${organizationId} and known.thread_ts = ''
      and row.organization_id = known.organization_id and row.installation_id = known.installation_id
      and row.channel_id = known.channel_id and row.thread_ts = ''
      and newest.at > row.active_at and row.failures = 0 and row.lease_until is null and newest.at <= ${new Date(nowMs)}
  `.execute(tx)
}
