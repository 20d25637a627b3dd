import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ChannelView } from '@atrium/shared/chat/views.ts'
import type { ChannelId, OrganizationId, PersonId } from '@atrium/shared/ids.ts'
import { presentChannel } from './present-chat.ts'

const COLUMNS = ['id', 'kind', 'space_id', 'room_id', 'person_low', 'person_high', 'people'] as const

export async function findChannel(tx: Tx, organizationId: OrganizationId, id: ChannelId): Promise<ChannelView | undefined> {
  const row = await tx
    .selectFrom('channel')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && presentChannel(row)
}

export async function findChannels(
  tx: Tx,
  organizationId: OrganizationId,
  ids: readonly ChannelId[],
): Promise<Map<ChannelId, ChannelView>> {
  const rows = await tx
    .selectFrom('channel')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
  return new Map(rows.map((row) => [row.id as ChannelId, presentChannel(row)]))
}

/** `people` sorted. */
export async function findMentionChannel(
  tx: Tx,
  organizationId: OrganizationId,
  people: [PersonId, PersonId],
): Promise<ChannelView | undefined> {
  const row = await tx
    .selectFrom('channel')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('kind', '=', 'mention')
    .where('person_low', '=', people[0])
    .where('person_high', '=', people[1])
    .executeTakeFirst()
  return row && presentChannel(row)
}
