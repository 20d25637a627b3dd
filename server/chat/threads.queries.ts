import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ThreadNews, ThreadSummary } from '@atrium/shared/chat/views.ts'
import { lowestIdAt, type ChannelId, type MessageId, type OrganizationId, type PersonId } from '@atrium/shared/ids.ts'
import { MESSAGE_COLUMNS } from './messages.queries.ts'
import type { MessageRow } from './present-chat.ts'
import type { ThreadRoot, ThreadWriter } from './thread.rules.ts'

/** Held to the end of the transaction, in the order of their ids: what is counted after that has everybody's replies. */
export async function lockRoots(tx: Tx, organizationId: OrganizationId, ids: readonly MessageId[]): Promise<Map<MessageId, ThreadRoot>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('message')
    .select(['id', 'channel_id', 'thread_root_id', 'deleted_at', 'thread'])
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute()
  return new Map(
    rows.map((row) => [
      row.id as MessageId,
      {
        id: row.id as MessageId,
        channelId: row.channel_id as ChannelId,
        threadRootId: row.thread_root_id as MessageId | null,
        isDeleted: row.deleted_at !== null,
        thread: row.thread as ThreadSummary | null,
      },
    ]),
  )
}

/** @returns undefined when there is no such message, or it is a reply itself. */
export async function findThreadRoot(
  tx: Tx,
  organizationId: OrganizationId,
  id: MessageId,
): Promise<Pick<ThreadRoot, 'channelId'> | undefined> {
  const row = await tx
    .selectFrom('message')
    .select('channel_id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('thread_root_id', 'is', null)
    .executeTakeFirst()
  return row && { channelId: row.channel_id as ChannelId }
}

/** Counts anew what is shown under these messages. Hold them: see `lockRoots`. @returns by message, what has changed of it */
export async function recountThreads(
  tx: Tx,
  organizationId: OrganizationId,
  rootIds: readonly MessageId[],
): Promise<Map<MessageId, ThreadNews>> {
  const { rows } = await sql<ThreadNews>`
    update message root set rev = root.rev + 1, thread = counted.thread
    from (
      select wanted.id, (
        select case when count(*) = 0 then null else jsonb_build_object(
          'replies', count(*),
          'lastReplyAt', floor(extract(epoch from max(reply.created_at)) * 1000)::bigint,
          'people', (
            select jsonb_agg(author_id order by last desc) from (
              select author_id, max(id::text) as last from message
              where organization_id = ${organizationId} and thread_root_id = wanted.id and deleted_at is null
              group by author_id order by last desc limit 3
            ) latest
          )) end
        from message reply
        where reply.organization_id = ${organizationId} and reply.thread_root_id = wanted.id and reply.deleted_at is null
      ) as thread
      from unnest(${rootIds}::uuid[]) wanted (id)
    ) counted
    where root.organization_id = ${organizationId} and root.id = counted.id
    returning root.id, root.rev, root.thread
  `.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

export async function writersIn(tx: Tx, organizationId: OrganizationId, rootIds: readonly MessageId[]): Promise<ThreadWriter[]> {
  const { rows } = await sql<ThreadWriter>`
    select wanted.id as "threadRootId", written.author_id as "personId", written.first as "firstMessageId"
    from unnest(${rootIds}::uuid[]) wanted (id)
    cross join lateral (
      select author_id, min(id::text) as first from (
        select id, author_id from message where organization_id = ${organizationId} and id = wanted.id
        union all
        select id, author_id from message where organization_id = ${organizationId} and thread_root_id = wanted.id
      ) message group by author_id
    ) written
  `.execute(tx)
  return rows
}

export interface UnreadRow {
  personId: PersonId
  threadRootId: MessageId
  messageId: MessageId
  channelId: ChannelId
}

export async function insertUnread(tx: Tx, organizationId: OrganizationId, rows: readonly UnreadRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into thread_unread (organization_id, person_id, thread_root_id, message_id, channel_id)
    select ${organizationId}, "personId", "threadRootId", "messageId", "channelId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as unread ("personId" uuid, "threadRootId" uuid, "messageId" uuid, "channelId" uuid)
  `.execute(tx)
}

/** To nobody any more. */
export async function removeUnread(tx: Tx, organizationId: OrganizationId, messageId: MessageId): Promise<void> {
  await tx.deleteFrom('thread_unread').where('organization_id', '=', organizationId).where('message_id', '=', messageId).execute()
}

/** @returns whether there was one. */
export async function removeUnreadOf(
  tx: Tx,
  organizationId: OrganizationId,
  read: { personId: PersonId; threadRootId: MessageId; upTo: MessageId },
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('thread_unread')
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', read.personId)
    .where('thread_root_id', '=', read.threadRootId)
    .where('message_id', '<=', read.upTo)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** What somebody has not read, in every channel; the oldest first. */
export async function unreadRepliesOf(tx: Tx, organizationId: OrganizationId, personId: PersonId): Promise<UnreadRow[]> {
  const rows = await tx
    .selectFrom('thread_unread')
    .select(['thread_root_id', 'message_id', 'channel_id'])
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', personId)
    .orderBy('message_id')
    .execute()
  return rows.map((row) => ({
    personId,
    threadRootId: row.thread_root_id as MessageId,
    messageId: row.message_id as MessageId,
    channelId: row.channel_id as ChannelId,
  }))
}

/** Newest first. */
export function repliesBefore(
  tx: Tx,
  organizationId: OrganizationId,
  range: { threadRootId: MessageId; before?: MessageId | undefined; sinceMs: number; limit: number },
): Promise<MessageRow[]> {
  return tx
    .selectFrom('message')
    .select(MESSAGE_COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('thread_root_id', '=', range.threadRootId)
    .where('id', '>=', lowestIdAt<MessageId>(range.sinceMs))
    .$if(range.before !== undefined, (query) => query.where('id', '<', range.before!))
    .orderBy('id', 'desc')
    .limit(range.limit)
    .execute()
}

export function messagesById(
  tx: Tx,
  organizationId: OrganizationId,
  { ids, sinceMs }: { ids: readonly MessageId[]; sinceMs: number },
): Promise<MessageRow[]> {
  if (ids.length === 0) return Promise.resolve([])
  return tx
    .selectFrom('message')
    .select(MESSAGE_COLUMNS)
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .where('id', '>=', lowestIdAt<MessageId>(sinceMs))
    .execute()
}
