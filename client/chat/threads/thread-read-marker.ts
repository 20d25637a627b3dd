import { createEffect, on, onCleanup, type Accessor } from 'solid-js'
import { unreadInThread } from '@atrium/shared/chat/unread.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { ChannelId, MessageId } from '@atrium/shared/ids.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import type { Chat } from '../chat-context.tsx'

const SETTLE_MS = 250

interface Watched {
  channelId: ChannelId
  threadRootId: MessageId
  newest: Accessor<MessageView | undefined>
  /** The newest is on the screen. */
  visible: Accessor<boolean>
}

/** Marks a thread as read once its newest reply has been on the screen of a window that somebody looks at (CH5). */
export function createThreadReadMarker({ api, feed }: Pick<Chat, 'api' | 'feed'>, watched: Watched) {
  const { channelId, threadRootId, newest, visible } = watched
  const connection = useConnection()
  let timer: ReturnType<typeof setTimeout> | undefined
  const unread = () => {
    const summary = feed.state.channels[channelId]
    return summary ? unreadInThread(summary, threadRootId) : 0
  }
  const mark = async () => {
    timer = undefined
    const messageId = newest()?.id
    if (!messageId || unread() === 0 || document.hidden || !visible()) return
    // The feed tells this tab, too. What fails is tried again when the connection is back, or with the next reply.
    await api.chat.markThreadRead.mutate({ threadRootId, messageId }).catch(() => {})
  }
  const look = () => {
    timer ??= setTimeout(() => void mark(), SETTLE_MS)
  }
  createEffect(on([() => newest()?.id, visible, unread, () => connection.state().name], look))
  document.addEventListener('visibilitychange', look)
  onCleanup(() => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', look)
  })
  return { look }
}
