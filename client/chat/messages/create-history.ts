import { createSignal, onCleanup } from 'solid-js'
import type { ChannelId } from '@atrium/shared/ids.ts'
import type { Api } from '../../realtime/connection.ts'
import { errorText } from '../../realtime/error-text.ts'
import type { Feed } from '../../realtime/feed.tsx'

const PAGE = 50

export type HistoryState = 'loading' | 'ready' | 'loading-older' | 'failed'

/** A channel's messages: the newest page at once, older ones on demand. They are dropped with the owner, the feed goes on in the summary. */
export function createHistory(parts: { api: Api; feed: Feed }, channelId: ChannelId) {
  const [state, setState] = createSignal<HistoryState>('loading')
  const [error, setError] = createSignal('')
  const [more, setMore] = createSignal(false)
  const messages = () => parts.feed.state.messages[channelId] ?? []
  let gone = false

  const fetchNewest = async (): Promise<number> => {
    const page = await parts.api.chat.listMessages.query({ channelId, limit: PAGE })
    if (gone) return page.head
    // A gap may lie between what is there and what came: it starts anew.
    const known = messages()
    const first = page.messages[0]
    if (known.length > 0 && first && !known.some((message) => message.id === first.id)) parts.feed.forgetMessages(channelId)
    parts.feed.putMessages(channelId, page.messages)
    setMore(page.more)
    return page.head
  }
  const load = async () => {
    setState('loading')
    try {
      await fetchNewest()
      setState('ready')
    } catch (thrown) {
      setError(errorText(thrown))
      setState('failed')
    }
  }
  const loadOlder = async () => {
    const oldest = messages()[0]
    if (state() !== 'ready' || !more() || !oldest) return
    setState('loading-older')
    try {
      const page = await parts.api.chat.listMessages.query({ channelId, before: oldest.id, limit: PAGE })
      if (gone) return
      parts.feed.putMessages(channelId, page.messages)
      setMore(page.more)
    } catch {
      // It is asked for again as soon as somebody scrolls.
    }
    setState('ready')
  }
  parts.feed.putMessages(channelId, [])
  parts.feed.refetchOnResync(fetchNewest)
  void load()
  onCleanup(() => {
    gone = true
    parts.feed.forgetMessages(channelId)
  })
  return { state, error, more, messages, load, loadOlder }
}
export type History = ReturnType<typeof createHistory>
