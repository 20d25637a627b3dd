import { createMemo, createSignal, onCleanup } from 'solid-js'
import type { ContactId, CustomerId } from '@atrium/shared/ids.ts'
import type { ConversationStatus, ConversationView } from '@atrium/shared/inbox/views.ts'
import { put } from '@atrium/shared/realtime/put-view.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { loadAgainOnceBack } from '../../realtime/load-again-once-back.ts'

const PAGE = 25

export interface WhoseConversations {
  customerId?: CustomerId
  contactId?: ContactId
}
export type ShownStatus = ConversationStatus | 'all'

/** Conversations of a customer or a person, the latest activity first, page by page; between the pages' ends the feed keeps them current. */
export function createConversationPages(of: WhoseConversations, status: () => ShownStatus) {
  const { api } = useConnection()
  const feed = useFeed()
  const [state, setState] = createSignal<'loading' | 'ready' | 'loading-more' | 'failed'>('loading')
  const [error, setError] = createSignal('')
  const [next, setNext] = createSignal<string | null>(null)
  const [floorMs, setFloorMs] = createSignal<number | null>(null)
  let attempt = 0
  const fetchPage = async (cursor: string | null) => {
    const own = ++attempt
    const wanted = status()
    const page = await api.inbox.listConversations.query({ ...of, ...(wanted === 'all' ? {} : { status: wanted }), cursor, limit: PAGE })
    feed.update((draft) => page.conversations.forEach((conversation) => put(draft.conversations, conversation.id, conversation)))
    if (own !== attempt) return page.head
    setNext(page.nextCursor)
    setFloorMs(page.nextCursor ? (page.conversations.at(-1)?.lastActivityAt ?? null) : null)
    setState('ready')
    return page.head
  }
  const load = async () => {
    setState('loading')
    await fetchPage(null).catch((thrown: unknown) => {
      setError(errorText(thrown))
      setState('failed')
    })
  }
  const loadMore = async () => {
    const cursor = next()
    if (state() !== 'ready' || cursor === null) return
    setState('loading-more')
    await fetchPage(cursor).catch(() => setState('ready'))
  }
  const belongs = (conversation: ConversationView) =>
    (of.customerId === undefined || conversation.customer?.id === of.customerId) &&
    (of.contactId === undefined || conversation.contact?.id === of.contactId) &&
    (status() === 'all' || conversation.status === status()) &&
    conversation.lastActivityAt >= (floorMs() ?? 0)
  const conversations = createMemo(() =>
    Object.values(feed.state.conversations)
      .filter(belongs)
      .sort((one, other) => other.lastActivityAt - one.lastActivityAt || (one.id < other.id ? 1 : -1)),
  )
  feed.refetchOnResync(() => fetchPage(null))
  loadAgainOnceBack(() => state() === 'failed', load)
  onCleanup(() => (attempt += 1))
  void load()
  return { state, error, conversations, more: () => next() !== null, load, loadMore }
}
