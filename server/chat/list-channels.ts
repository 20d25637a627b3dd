import type { Tx } from '@atrium/db/transaction.ts'
import { isPrivate } from '@atrium/shared/chat/private-channel.ts'
import type { ChannelSummary, ChannelView, UnreadReply } from '@atrium/shared/chat/views.ts'
import { lowestIdAt, type ChannelId, type MessageId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { historyBegins } from './channel-access.rules.ts'
import { channelsOfPerson, countUnread, joinedAt, lastMessages } from './channel-summaries.queries.ts'
import { presentChannel, presentMessage } from './present-chat.ts'
import { unreadRepliesOf } from './threads.queries.ts'

/** Every channel that somebody may use, with its last message and how many of others' they have not read. */
export async function listChannels(tx: Tx, actor: PersonActor): Promise<ChannelSummary[]> {
  const { organizationId, personId } = actor
  const rows = await channelsOfPerson(tx, actor)
  const channels = rows.map((row) => ({ channel: presentChannel(row), readUpTo: row.read_up_to }))
  const sinceMs = historyBegins(actor)
  const channelIds = channels.map(({ channel }) => channel.id)
  const last = (await lastMessages(tx, organizationId, { channelIds, sinceMs })).map(presentMessage)
  const lastByChannel = new Map(last.map((message) => [message.channelId, message]))
  const joinedAtMs = await joinedAt(tx, actor)
  const positions = channels.map(({ channel, readUpTo }) => ({ channelId: channel.id, after: readFrom(channel, readUpTo, joinedAtMs) }))
  const unread = await countUnread(tx, organizationId, { personId, positions })
  const replies = new Map<ChannelId, UnreadReply[]>(channels.map(({ channel }) => [channel.id, []]))
  for (const { channelId, messageId: id, threadRootId } of await unreadRepliesOf(tx, organizationId, personId))
    replies.get(channelId)?.push({ id, threadRootId })
  return channels.map(({ channel, readUpTo }) => ({
    channel,
    lastMessage: lastByChannel.get(channel.id) ?? null,
    unread: unread.get(channel.id) ?? 0,
    readUpTo,
    unreadReplies: replies.get(channel.id) ?? [],
  }))
}

/** Nothing was read yet: in a chat of certain people everything is unread, elsewhere what was written since they came. */
export function readFrom(channel: ChannelView, readUpTo: MessageId | null, joinedAtMs: number): MessageId {
  return readUpTo ?? lowestIdAt<MessageId>(isPrivate(channel) ? 0 : joinedAtMs)
}
