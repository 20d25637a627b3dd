import type { ChannelSummary, MessageView, ThreadNews } from '../chat/views.ts'
import type { PersonId } from '../ids.ts'
import type { FeedState } from './apply-change.ts'
import type { ChangePayloads } from './change.ts'
import { put, putInOrder } from './put-view.ts'

type Chats = Pick<FeedState, 'channels' | 'messages' | 'threads' | 'roots'>
type Told = ChangePayloads['chat.messageChanged']

/** A message has its place in the channel's history, in its thread, or in both; and a reply changes the message that its thread began with. */
export function applyMessage(state: Chats, told: Told, me: PersonId): void {
  const { message, root } = told
  if (message.threadRootId !== null) putReply(state, told, me)
  if (message.threadRootId === null || message.alsoInChannel) putInChannel(state, message, me)
  if (state.roots[message.id]) put(state.roots, message.id, { ...message })
  if (root) applyNews(state, message, root)
}

export function moveRead(state: Chats, read: ChangePayloads['chat.readMoved'], me: PersonId): void {
  const summary = state.channels[read.channelId]
  // Only forward: what is unread after the same position may have become more since.
  if (!summary || read.personId !== me || (summary.readUpTo !== null && summary.readUpTo >= read.messageId)) return
  summary.readUpTo = read.messageId
  summary.unread = read.unread
}

export function readThread(state: Chats, read: ChangePayloads['chat.threadRead'], me: PersonId): void {
  const summary = state.channels[read.channelId]
  if (!summary || read.personId !== me) return
  const isRead = (reply: ChannelSummary['unreadReplies'][number]) => reply.threadRootId === read.threadRootId && reply.id <= read.messageId
  summary.unreadReplies = summary.unreadReplies.filter((reply) => !isRead(reply))
}

function putInChannel(state: Chats, message: MessageView, me: PersonId): void {
  const history = state.messages[message.channelId]
  const summary = state.channels[message.channelId]
  const known = history?.find(({ id }) => id === message.id) ?? (summary?.lastMessage?.id === message.id ? summary.lastMessage : null)
  if (known && known.rev > message.rev) return
  if (summary && message.authorId !== me && (summary.readUpTo === null || message.id > summary.readUpTo)) {
    const counted = known ? known.deletedAt === null : !isNew(message, { history, last: summary.lastMessage })
    if (!counted && message.deletedAt === null) summary.unread += 1
    if (known && counted && message.deletedAt !== null) summary.unread = Math.max(0, summary.unread - 1)
  }
  if (history && (known || !isFromBefore(history, message))) putInOrder(history, { ...message })
  const last = summary?.lastMessage
  if (summary && (last ? last.id <= message.id : message.rev === 1)) summary.lastMessage = { ...message }
}

/** Ids of one moment may come in another order than they sort; what is older than the history that was fetched was counted by the server. */
function isNew(message: MessageView, { history, last }: { history: MessageView[] | undefined; last: MessageView | null }): boolean {
  if (!last) return message.rev === 1
  if (message.id > last.id) return true
  const oldest = history?.[0]
  return oldest !== undefined && message.id > oldest.id
}

/** Something was done to a message that is older than all that was fetched: put before it, it would stand next to a gap. */
function isFromBefore(list: readonly MessageView[], message: MessageView): boolean {
  const [oldest] = list
  return message.rev > 1 && (!oldest || message.id < oldest.id)
}

function putReply(state: Chats, { message, unreadFor }: Told, me: PersonId): void {
  const { id, threadRootId, channelId } = message
  if (threadRootId === null) return
  const replies = state.threads[threadRootId]
  if (replies && (replies.some((known) => known.id === id) || !isFromBefore(replies, message))) putInOrder(replies, { ...message })
  const summary = state.channels[channelId]
  if (!summary) return
  if (message.deletedAt !== null || message.alsoInChannel) summary.unreadReplies = summary.unreadReplies.filter((reply) => reply.id !== id)
  else if (unreadFor?.includes(me)) putInOrder(summary.unreadReplies, { id, threadRootId })
}

/** Wherever the root stands. */
function applyNews(state: Chats, { channelId }: MessageView, news: ThreadNews): void {
  const last = state.channels[channelId]?.lastMessage
  const inHistory = state.messages[channelId]?.find(({ id }) => id === news.id)
  for (const root of [inHistory, state.roots[news.id], last?.id === news.id ? last : null]) {
    if (root && root.rev < news.rev) Object.assign(root, news)
  }
}
