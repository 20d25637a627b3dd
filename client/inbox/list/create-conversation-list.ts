import { createMemo, createSignal, onCleanup, type Accessor } from 'solid-js'
import type { ConversationId, MemberId } from '@atrium/shared/ids.ts'
import type { ConversationFilter } from '@atrium/shared/inbox/conversation-filter.ts'
import { put } from '@atrium/shared/realtime/put-view.ts'
import type { Api } from '../../realtime/connection.ts'
import { errorText } from '../../realtime/error-text.ts'
import type { Feed } from '../../realtime/feed.tsx'
import { loadAgainOnceBack } from '../../realtime/load-again-once-back.ts'
import { idsInView, sameIds } from '../inbox-view.rules.ts'

const PAGE = 50

export type ListState = 'loading' | 'ready' | 'loading-more' | 'failed'

export interface ConversationList {
  filter: ConversationFilter
  state: Accessor<ListState>
  error: Accessor<string>
  ids: Accessor<ConversationId[]>
  more: Accessor<boolean>
  load(): Promise<void>
  loadMore(): Promise<void>
}

interface Parts {
  api: Api
  feed: Feed
  me: () => MemberId
  /** Told after each page. */
  onWhole: (filter: ConversationFilter, whole: boolean) => void
}

/** What a filter lets through, page by page; between the pages' ends the feed keeps it current, so nothing is ever fetched twice. */
export function createConversationList({ api, feed, me, onWhole }: Parts, filter: ConversationFilter): ConversationList {
  const [state, setState] = createSignal<ListState>('loading')
  const [error, setError] = createSignal('')
  const [next, setNext] = createSignal<Page['nextCursor']>(null)
  const [floorMs, setFloorMs] = createSignal<number | null>(null)
  const ids = createMemo(() => idsInView(Object.values(feed.state.conversations), { filter, me: me(), floorMs: floorMs() }), [], {
    equals: sameIds,
  })
  let gone = false

  const fetchPage = (cursor: Page['nextCursor']) =>
    api.inbox.listConversations.query({ ...filter, limit: PAGE, ...(cursor ? { cursor } : {}) })
  type Page = Awaited<ReturnType<typeof api.inbox.listConversations.query>>
  const take = (page: Page, fresh: boolean) => {
    feed.update((draft) => {
      // After a gap nobody knows what became of the others; what is open is fetched by itself.
      if (fresh)
        for (const id of Object.keys(draft.conversations) as ConversationId[])
          if (!draft.conversationMessages[id]) delete draft.conversations[id]
      for (const conversation of page.conversations) put(draft.conversations, conversation.id, conversation)
    })
    if (gone) return
    setNext(page.nextCursor)
    setFloorMs(page.nextCursor ? (page.conversations.at(-1)?.lastActivityAt ?? null) : null)
    onWhole(filter, page.nextCursor === null)
  }
  feed.refetchOnResync(async () => {
    const page = await fetchPage(null)
    take(page, true)
    return page.head
  })
  const load = async () => {
    setState('loading')
    try {
      take(await fetchPage(null), false)
      setState('ready')
    } catch (thrown) {
      setError(errorText(thrown))
      setState('failed')
    }
  }
  const loadMore = async () => {
    const cursor = next()
    if (state() !== 'ready' || !cursor) return
    setState('loading-more')
    try {
      take(await fetchPage(cursor), false)
    } catch {
      // It is asked for again as soon as somebody scrolls.
    }
    setState('ready')
  }
  loadAgainOnceBack(() => state() === 'failed', load)
  onCleanup(() => (gone = true))
  void load()
  return { filter, state, error, ids, more: () => next() !== null, load, loadMore }
}
