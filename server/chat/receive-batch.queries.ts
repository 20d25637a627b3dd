import { sql } from 'kysely'
import { executeKept } from '@atrium/db/statement.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ChannelView, MessageView } from '@atrium/shared/chat/views.ts'
import type { ChannelId, MemberId, MessageId, OrganizationId } from '@atrium/shared/ids.ts'
import { presentChannel, type ChannelRow } from './present-chat.ts'

export interface ReceivingChannel {
  channel: ChannelView
  newest: MessageId | null
}
interface Facts {
  channels: (ChannelRow & { newest: MessageId | null })[]
  authors: { id: MemberId; name: string }[]
}

/** What a batch of messages from outside has to know, in one statement: where they go and after what, and who wrote them. */
export async function readForReceiving(
  tx: Tx,
  organizationId: OrganizationId,
  { channelIds, authorIds }: { channelIds: readonly ChannelId[]; authorIds: readonly MemberId[] },
): Promise<{ channels: Map<ChannelId, ReceivingChannel>; names: Map<MemberId, string> }> {
  const [facts] = await executeKept<Facts>(
    tx,
    'chat.read-for-receiving',
    sql`
    select
      (select coalesce(jsonb_agg(channel), '[]') from (
        select id, kind, space_id, room_id, person_low, person_high, (
          select message.id from message where message.organization_id = ${organizationId} and message.channel_id = channel.id
          order by message.id desc limit 1
        ) as newest
        from channel where organization_id = ${organizationId} and id = any(${channelIds}::uuid[])
      ) channel) as channels,
      (select coalesce(jsonb_agg(author), '[]') from (
        select id, name from member where organization_id = ${organizationId} and id = any(${authorIds}::uuid[])
      ) author) as authors
  `,
  )
  return {
    channels: new Map(facts?.channels.map(({ newest, ...row }) => [row.id as ChannelId, { channel: presentChannel(row), newest }])),
    names: new Map(facts?.authors.map(({ id, name }) => [id, name])),
  }
}

/** New ones, whose ids nobody has. */
export async function insertReceivedMessages(tx: Tx, organizationId: OrganizationId, messages: readonly MessageView[]): Promise<void> {
  const rows = messages.map(({ id, channelId, authorId, authorName, text, createdAt }) => {
    return { id, channelId, authorId, authorName, text, createdAt: new Date(createdAt) }
  })
  await executeKept(
    tx,
    'chat.insert-received-messages',
    sql`
    insert into message (organization_id, id, channel_id, author_kind, author_id, author_name, text, source, created_at)
    select ${organizationId}, id, "channelId", 'member', "authorId", "authorName", text, 'slack', "createdAt"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as received (id uuid, "channelId" uuid, "authorId" uuid, "authorName" text, text text, "createdAt" timestamptz)
  `,
  )
}
