import type { MessageId } from '@atrium/shared/ids.ts'
import type { Chat } from '../chat-context.tsx'
import { createHistory, type History } from '../messages/create-history.ts'

/** The replies of a thread; the message that it began with stands in the feed's `roots`, unless one may not read it. */
export function createThreadHistory({ api, feed }: Pick<Chat, 'api' | 'feed'>, threadRootId: MessageId): History {
  return createHistory(feed, {
    held: () => feed.state.threads[threadRootId] ?? [],
    async fetch(before, limit) {
      const { head, root, replies, more } = await api.chat.listThread.query({ threadRootId, before, limit })
      return { head, messages: replies, more, roots: root ? [root] : [] }
    },
    keep: ({ messages, roots }) => feed.putReplies(threadRootId, messages, roots),
    forget: () => feed.forgetReplies(threadRootId),
  })
}
