import { onCleanup } from 'solid-js'
import type { ChannelId, MessageId } from '@atrium/shared/ids.ts'
import type { Chat } from '../chat-context.tsx'
import { createHistory, type History } from './create-history.ts'

/** A channel's own history. Replies stand in it that were also sent there; what they reply to is fetched for them. */
export function createChannelHistory({ api, feed }: Pick<Chat, 'api' | 'feed'>, channelId: ChannelId): History {
  const held = () => feed.state.messages[channelId] ?? []
  const history = createHistory(feed, {
    held,
    fetch: (before, limit) => api.chat.listMessages.query({ channelId, before, limit }),
    keep: ({ messages, roots }) => feed.putMessages(channelId, messages, roots),
    forget: () => feed.forgetMessages(channelId),
  })
  const isHeld = (id: MessageId) => feed.state.roots[id] !== undefined || held().some((message) => message.id === id)
  const fetchRoot = async (threadRootId: MessageId) => {
    const { root } = await api.chat.listThread.query({ threadRootId, limit: 1 })
    if (root && feed.state.messages[channelId]) feed.putMessages(channelId, [], [root])
  }
  const stop = feed.onChange((change) => {
    if (change.kind !== 'chat.messageChanged') return
    const { channelId: of, threadRootId, alsoInChannel } = change.payload.message
    // Without it, the reply still leads to its thread.
    if (of === channelId && alsoInChannel && threadRootId !== null && !isHeld(threadRootId)) void fetchRoot(threadRootId).catch(() => {})
  })
  onCleanup(stop)
  return history
}
