import { createSignal, onCleanup } from 'solid-js'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { MessageId } from '@atrium/shared/ids.ts'
import { errorText } from '../../realtime/error-text.ts'
import type { Feed } from '../../realtime/feed.tsx'
import { loadAgainOnceBack } from '../../realtime/load-again-once-back.ts'

const PAGE = 50

export type HistoryState = 'loading' | 'ready' | 'loading-older' | 'failed'

export interface HistoryPage {
  head: number
  /** Oldest first. */
  messages: MessageView[]
  more: boolean
  /** Messages that threads began with and that stand elsewhere. */
  roots: MessageView[]
}
/** Where the messages of a channel or a thread come from, and where they are kept. */
export interface HistorySource {
  held(): MessageView[]
  /** The newest messages, or those before a message: at most `limit`. */
  fetch(before: MessageId | undefined, limit: number): Promise<HistoryPage>
  keep(page: Pick<HistoryPage, 'messages' | 'roots'>): void
  forget(): void
}

/** The newest page at once, older ones on demand. They are dropped with the owner; until then the feed keeps them current. */
export function createHistory(feed: Feed, source: HistorySource) {
  const [state, setState] = createSignal<HistoryState>('loading')
  const [error, setError] = createSignal('')
  const [more, setMore] = createSignal(false)
  let gone = false

  const fetchNewest = async (): Promise<number> => {
    const page = await source.fetch(undefined, PAGE)
    if (gone) return page.head
    // A gap may lie between what is there and what came: it starts anew.
    const known = source.held()
    const first = page.messages[0]
    if (known.length > 0 && first && !known.some((message) => message.id === first.id)) source.forget()
    source.keep(page)
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
  const loadOlder = async (limit = PAGE) => {
    const oldest = source.held()[0]
    if (state() !== 'ready' || !more() || !oldest) return
    setState('loading-older')
    try {
      const page = await source.fetch(oldest.id, limit)
      if (gone) return
      source.keep(page)
      setMore(page.more)
    } catch {
      // It is asked for again as soon as somebody scrolls.
    }
    setState('ready')
  }
  source.keep({ messages: [], roots: [] })
  feed.refetchOnResync(fetchNewest)
  loadAgainOnceBack(() => state() === 'failed', load)
  void load()
  onCleanup(() => {
    gone = true
    source.forget()
  })
  return { state, error, more, messages: source.held, load, loadOlder }
}
export type History = ReturnType<typeof createHistory>
