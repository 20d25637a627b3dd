import { createMemo, createSignal, onCleanup, type Accessor } from 'solid-js'
import type { ConversationId } from '@atrium/shared/ids.ts'
import { put } from '@atrium/shared/realtime/put-view.ts'
import { errorText } from '../../realtime/error-text.ts'
import { loadAgainOnceBack } from '../../realtime/load-again-once-back.ts'
import type { InboxModel } from '../inbox-context.tsx'
import { idsInView, sameIds, VIEWS, type ViewName } from '../inbox-view.rules.ts'

const PAGE = 50

export type ListState = 'loading' | 'ready' | 'loading-more' | 'failed'

export interface ConversationList {
  view: ViewName
  state: Accessor<ListState>
  error: Accessor<string>
  ids: Accessor<ConversationId[]>
  more: Accessor<boolean>
  load(): Promise<void>
  loadMore(): Promise<void>
}

/** One view, page by page; between the pages' ends the feed keeps it current, so nothing is ever fetched twice. */
export function createConversationList(
  inbox: InboxModel,
  view: ViewName,
  onWhole: (view: ViewName, whole: boolean) => void,
): ConversationList {
  const { api, feed } = inbox
  const [state, setState] = createSignal<ListState>('loading')
  const [error, setError] = createSignal('')
  const [next, setNext] = createSignal<Page['nextCursor']>(null)
  const [floorMs, setFloorMs] = createSignal<number | null>(null)
  const ids = createMemo(() => idsInView(Object.values(feed.state.conversations), { view, me: inbox.me(), floorMs: floorMs() }), [], {
    equals: sameIds,
  })
  let gone = false

  const fetchPage = (cursor: Page['nextCursor']) => {
    const { status, assignee } = VIEWS[view]
    return api.inbox.listConversations.query({ status, limit: PAGE, ...(assignee ? { assignee } : {}), ...(cursor ? { cursor } : {}) })
  }
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
    onWhole(view, page.nextCursor === null)
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
  return { view, state, error, ids, more: () => next() !== null, load, loadMore }
}
