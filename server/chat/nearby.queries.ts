import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ChannelView } from '@atrium/shared/chat/views.ts'
import type { ChannelId, OrganizationId, PersonId, SpaceId } from '@atrium/shared/ids.ts'
import { presentChannel, type ChannelRow } from './present-chat.ts'

/** Of nearby chats, those whose people all stand together now, whoever else has joined them. */
export async function stillTogether(tx: Tx, organizationId: OrganizationId, ids: readonly ChannelId[]): Promise<Set<ChannelId>> {
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ id: ChannelId }>`
    select channel.id from channel
    join presence on presence.organization_id = channel.organization_id and presence.space_id = channel.space_id
      and presence.person_id = any(channel.people)
    where channel.organization_id = ${organizationId} and channel.id = any(${ids}::uuid[]) and channel.kind = 'nearby'
    group by channel.id, channel.people
    having count(presence.group_id) = cardinality(channel.people) and count(distinct presence.group_id) = 1
  `.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

/** With whom somebody stands now, themselves among them, by id; null when they stand alone. */
export async function groupAround(
  tx: Tx,
  organizationId: OrganizationId,
  personId: PersonId,
): Promise<{ spaceId: SpaceId; people: PersonId[] } | null> {
  const rows = await tx
    .selectFrom('presence as own')
    .innerJoin('presence as other', (join) =>
      join
        .onRef('other.organization_id', '=', 'own.organization_id')
        .onRef('other.group_id', '=', 'own.group_id')
        .onRef('other.space_id', '=', 'own.space_id'),
    )
    .select(['own.space_id', 'other.person_id'])
    .where('own.organization_id', '=', organizationId)
    .where('own.person_id', '=', personId)
    .orderBy('other.person_id')
    .execute()
  const [first] = rows
  if (!first || rows.length < 2) return null
  return { spaceId: first.space_id as SpaceId, people: rows.map((row) => row.person_id as PersonId) }
}

export async function findNearbyChannel(
  tx: Tx,
  organizationId: OrganizationId,
  { spaceId, people }: { spaceId: SpaceId; people: readonly PersonId[] },
): Promise<ChannelView | undefined> {
  const { rows } = await sql<ChannelRow>`
    select id, kind, space_id, room_id, person_low, person_high, people from channel
    where organization_id = ${organizationId} and kind = 'nearby' and space_id = ${spaceId} and people = ${people}::uuid[]
  `.execute(tx)
  return rows[0] && presentChannel(rows[0])
}

/** @returns undefined when somebody else has just opened it. */
export async function insertNearbyChannel(
  tx: Tx,
  organizationId: OrganizationId,
  channel: { id: ChannelId; spaceId: SpaceId; people: readonly PersonId[]; nowMs: number },
): Promise<ChannelView | undefined> {
  const { rows } = await sql<ChannelRow>`
    insert into channel (organization_id, id, kind, space_id, people, created_at)
    values (${organizationId}, ${channel.id}, 'nearby', ${channel.spaceId}, ${channel.people}::uuid[], ${new Date(channel.nowMs)})
    on conflict do nothing
    returning id, kind, space_id, room_id, person_low, person_high, people
  `.execute(tx)
  return rows[0] && presentChannel(rows[0])
}
