import type { Tx } from '@atrium/db/transaction.ts'
import type { ChannelView, MessageView, ThreadNews } from '@atrium/shared/chat/views.ts'
import type { MessageId, OrganizationId, PersonId } from '@atrium/shared/ids.ts'
import { readersOf } from './thread.rules.ts'
import { insertUnread, recountThreads, writersIn, type UnreadRow } from './threads.queries.ts'

export interface NewReply {
  message: MessageView
  channel: ChannelView
}
/** What is told along with a reply that has come. */
export interface ReplyNews {
  root: ThreadNews
  unreadFor: PersonId[]
}

/**
 * What follows from replies that were just written, in as many statements for all as for one: their threads are counted, and those whom
 * they concern have something to read. Hold the roots: see `lockRoots`.
 */
export async function settleReplies(
  tx: Tx,
  organizationId: OrganizationId,
  { replies, mayRead }: { replies: readonly NewReply[]; mayRead: (id: PersonId, channel: ChannelView) => boolean },
): Promise<Map<MessageId, ReplyNews>> {
  const rootIds = [...new Set(replies.flatMap(({ message }) => message.threadRootId ?? []))].toSorted()
  if (rootIds.length === 0) return new Map()
  const roots = await recountThreads(tx, organizationId, rootIds)
  const writers = await writersIn(tx, organizationId, rootIds)
  const news = new Map<MessageId, ReplyNews>()
  const unread: UnreadRow[] = []
  for (const { message, channel } of replies) {
    const { id: messageId, threadRootId, channelId } = message
    const root = threadRootId === null ? undefined : roots.get(threadRootId)
    if (threadRootId === null || !root) continue
    const unreadFor = readersOf(message, { channel, writers, mayRead: (id) => mayRead(id, channel) })
    // What is also in the channel is unread there.
    if (!message.alsoInChannel) unread.push(...unreadFor.map((personId): UnreadRow => ({ personId, threadRootId, messageId, channelId })))
    news.set(messageId, { root, unreadFor })
  }
  await insertUnread(tx, organizationId, unread)
  return news
}
