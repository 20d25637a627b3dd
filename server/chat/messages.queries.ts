import { sql, type Updateable } from 'kysely'
import type { JsonValue, Message } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { BridgeState, FileView, ReactionView } from '@atrium/shared/chat/views.ts'
import { lowestIdAt, type ChannelId, type MessageId, type OrganizationId } from '@atrium/shared/ids.ts'
import type { MessageRow } from './present-chat.ts'

/** The reactions to the `message` of the statement that it stands in. */
export const REACTIONS = sql<ReactionView[]>`(
  select coalesce(jsonb_agg(jsonb_build_object('emoji', emoji, 'people', people) order by first, emoji), '[]') from (
    select emoji, jsonb_agg(person_id order by created_at, person_id) as people, min(created_at) as first from message_reaction
    where organization_id = message.organization_id and message_id = message.id group by emoji
  ) reaction
)`

/** The same, of its files. */
export const FILES = sql<FileView[]>`(
  select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name, 'mimeType', mime_type, 'sizeBytes', size_bytes, 'width', width,
    'height', height, 'hasThumbnail', has_thumbnail, 'state', state, 'failure', failure) order by position, id), '[]')
  from file where organization_id = message.organization_id and message_id = message.id
)`

export const MESSAGE_COLUMNS = [
  ...(['id', 'channel_id', 'author_kind', 'author_id', 'author_name', 'text', 'source'] as const),
  ...(['bridge', 'rev', 'created_at', 'edited_at', 'deleted_at'] as const),
  ...(['thread_root_id', 'also_in_channel', 'thread'] as const),
  REACTIONS.as('reactions'),
  FILES.as('files'),
] as const

/** Held to the end of the transaction, so that revisions of one message come one after the other. */
export function lockMessage(tx: Tx, organizationId: OrganizationId, id: MessageId): Promise<MessageRow | undefined> {
  return tx
    .selectFrom('message')
    .select(MESSAGE_COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** The same of several, in one order for everybody. */
export function lockMessages(tx: Tx, organizationId: OrganizationId, ids: readonly MessageId[]): Promise<MessageRow[]> {
  return tx
    .selectFrom('message')
    .select(MESSAGE_COLUMNS)
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** Those that exist. */
export function updateBridges(
  tx: Tx,
  organizationId: OrganizationId,
  told: readonly { messageId: MessageId; bridge: BridgeState }[],
): Promise<MessageRow[]> {
  const items = JSON.stringify(told.map(({ messageId, bridge }) => ({ told_id: messageId, shown: bridge })))
  return tx
    .updateTable('message')
    .from(sql<{ told_id: string; shown: JsonValue }>`jsonb_to_recordset(${items}::jsonb)`.as<'told'>(sql`told (told_id uuid, shown jsonb)`))
    .set({ bridge: sql`shown`, rev: sql`rev + 1` })
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`id = told_id`)
    .returning(MESSAGE_COLUMNS)
    .execute()
}

export function updateMessage(
  tx: Tx,
  key: { organizationId: OrganizationId; id: MessageId },
  patch: Pick<Updateable<Message>, 'text' | 'bridge' | 'edited_at' | 'deleted_at' | 'also_in_channel'>,
): Promise<MessageRow> {
  return tx
    .updateTable('message')
    .set({ ...patch, rev: sql`rev + 1` })
    .where('organization_id', '=', key.organizationId)
    .where('id', '=', key.id)
    .returning(MESSAGE_COLUMNS)
    .executeTakeFirstOrThrow()
}

/** Replies included. */
export async function newestMessageId(tx: Tx, organizationId: OrganizationId, channelId: ChannelId): Promise<MessageId | null> {
  const row = await tx
    .selectFrom('message')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('channel_id', '=', channelId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (row?.id as MessageId | undefined) ?? null
}

/** In the channel's own history: replies stand there only when they are also in the channel. Of the `message` of a statement. */
export const IN_CHANNEL = sql<boolean>`(message.thread_root_id is null or message.also_in_channel)`

/** Newest first. Ids sort by time, so they bound what a visitor may see as well. */
export function messagesBefore(
  tx: Tx,
  organizationId: OrganizationId,
  range: { channelId: ChannelId; before?: MessageId | undefined; sinceMs: number; limit: number },
): Promise<MessageRow[]> {
  return tx
    .selectFrom('message')
    .select(MESSAGE_COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('channel_id', '=', range.channelId)
    .where(IN_CHANNEL)
    .where('id', '>=', lowestIdAt<MessageId>(range.sinceMs))
    .$if(range.before !== undefined, (query) => query.where('id', '<', range.before!))
    .orderBy('id', 'desc')
    .limit(range.limit)
    .execute()
}
