import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import { lowestIdAt, type ChannelId, type MessageId, type OrganizationId, type PersonId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { FILES, IN_CHANNEL, REACTIONS } from './messages.queries.ts'
import type { ChannelRow, MessageRow } from './present-chat.ts'

/** Nobody needs to know more exactly. */
export const MOST_UNREAD = 999

export type SummaryRow = ChannelRow & { read_up_to: MessageId | null }

/** The channels that somebody may use, with how far they have read. */
export async function channelsOfPerson(tx: Tx, actor: PersonActor): Promise<SummaryRow[]> {
  const { organizationId, personId } = actor
  const ofPlaces =
    actor.kind === 'member'
      ? sql`channel.kind in ('space', 'room')`
      : actor.roomId === null
        ? sql`channel.kind in ('space', 'room') and channel.space_id = ${actor.spaceId}`
        : sql`channel.kind = 'room' and channel.space_id = ${actor.spaceId} and channel.room_id = ${actor.roomId}`
  const { rows } = await sql<SummaryRow>`
    select channel.id, channel.kind, channel.space_id, channel.room_id, channel.person_low, channel.person_high, channel.people,
      position.message_id as read_up_to
    from (
      select * from channel where organization_id = ${organizationId} and ${ofPlaces}
      union all
      select * from channel where organization_id = ${organizationId} and kind = 'mention' and person_low = ${personId}
      union all
      select * from channel where organization_id = ${organizationId} and kind = 'mention' and person_high = ${personId}
      union all
      select * from channel where organization_id = ${organizationId} and kind = 'nearby' and people @> array[${personId}]::uuid[]
    ) channel
    left join read_position position on position.organization_id = ${organizationId} and position.person_id = ${personId}
      and position.channel_id = channel.id
    order by channel.id
  `.execute(tx)
  return rows
}

/** The newest message in the history of each channel that was written since. */
export async function lastMessages(
  tx: Tx,
  organizationId: OrganizationId,
  { channelIds, sinceMs }: { channelIds: readonly ChannelId[]; sinceMs: number },
): Promise<MessageRow[]> {
  const { rows } = await sql<MessageRow>`
    select last.* from unnest(${channelIds}::uuid[]) channel (id)
    cross join lateral (
      select id, channel_id, author_kind, author_id, author_name, text, source, bridge, rev, created_at, edited_at, deleted_at,
        thread_root_id, also_in_channel, thread, ${REACTIONS} as reactions, ${FILES} as files
      from message
      where organization_id = ${organizationId} and channel_id = channel.id and id >= ${lowestIdAt(sinceMs)} and ${IN_CHANNEL}
      order by id desc limit 1
    ) last
  `.execute(tx)
  return rows
}

/** How many messages of others stand after a position in the history of a channel, up to `MOST_UNREAD`. */
export async function countUnread(
  tx: Tx,
  organizationId: OrganizationId,
  { personId, positions }: { personId: PersonId; positions: readonly { channelId: ChannelId; after: MessageId }[] },
): Promise<Map<ChannelId, number>> {
  const { rows } = await sql<{ id: ChannelId; unread: number }>`
    select position.id, count(unread.id)::int as unread
    from unnest(${positions.map(({ channelId }) => channelId)}::uuid[], ${positions.map(({ after }) => after)}::uuid[]) position (id, after)
    cross join lateral (
      select message.id from message
      where message.organization_id = ${organizationId} and message.channel_id = position.id and message.id > position.after
        and message.author_id <> ${personId} and message.deleted_at is null and ${IN_CHANNEL}
      limit ${MOST_UNREAD}
    ) unread
    group by position.id
  `.execute(tx)
  return new Map(rows.map(({ id, unread }) => [id, unread]))
}

/** When somebody came: what a space's people wrote before is not unread to them. In ms since the epoch. */
export async function joinedAt(tx: Tx, actor: PersonActor): Promise<number> {
  if (actor.kind === 'visitor') return actor.sinceMs
  const row = await tx
    .selectFrom('member')
    .select('created_at')
    .where('organization_id', '=', actor.organizationId)
    .where('id', '=', actor.personId)
    .executeTakeFirst()
  return row?.created_at.getTime() ?? 0
}
