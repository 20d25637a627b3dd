import { createEffect, on, onCleanup, type Accessor } from 'solid-js'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { ChannelId, MessageId, PersonId } from '@atrium/shared/ids.ts'
import type { Api } from '../../realtime/connection.ts'
import type { Feed } from '../../realtime/feed.tsx'

const SETTLE_MS = 250

interface Watched {
  channelId: ChannelId
  newest: Accessor<MessageView | undefined>
  /** The newest is on the screen. */
  visible: Accessor<boolean>
}

/** Moves the read position once the newest message has been on the screen of a window that somebody looks at (CH5). */
export function createReadMarker(parts: { api: Api; feed: Feed; me: () => PersonId }, watched: Watched) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let told: MessageId | null = null
  const summary = () => parts.feed.state.channels[watched.channelId]
  const mark = async () => {
    timer = undefined
    const newest = watched.newest()
    const known = summary()
    if (!newest || !known || document.hidden || !watched.visible()) return
    if (known.readUpTo !== null && known.readUpTo >= newest.id && known.unread === 0) return
    if (told === newest.id && known.unread === 0) return
    told = newest.id
    const { channelId } = watched
    parts.feed.apply({ kind: 'chat.readMoved', payload: { channelId, personId: parts.me(), messageId: newest.id, unread: 0 } })
    try {
      await parts.api.chat.markRead.mutate({ channelId, messageId: newest.id })
    } catch {
      // The next message or the next look marks it again.
      told = null
    }
  }
  const look = () => {
    timer ??= setTimeout(() => void mark(), SETTLE_MS)
  }
  createEffect(on([() => watched.newest()?.id, watched.visible, () => summary()?.unread], look))
  document.addEventListener('visibilitychange', look)
  onCleanup(() => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', look)
  })
  return { look }
}
