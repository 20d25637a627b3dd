import { createSignal, onCleanup } from 'solid-js'
import type { CustomerId } from '@atrium/shared/ids.ts'
import { put } from '@atrium/shared/realtime/put-view.ts'
import type { Api } from '../../realtime/connection.ts'
import { errorText } from '../../realtime/error-text.ts'
import type { Feed } from '../../realtime/feed.tsx'

const PAGE = 30
const TYPING_MS = 150

/** Customers to choose from, however many there are: found by the server while somebody types, by name and page by page, archived ones too. */
export function createCustomerChoices({ api, feed }: { api: Api; feed: Feed }) {
  const [ids, setIds] = createSignal<CustomerId[]>([])
  const [state, setState] = createSignal<'idle' | 'loading' | 'ready' | 'failed'>('idle')
  const [error, setError] = createSignal('')
  const [next, setNext] = createSignal<string | null>(null)
  let words = ''
  let attempt = 0
  let typing: ReturnType<typeof setTimeout> | undefined
  const fetchPage = async (cursor: string | null) => {
    const own = ++attempt
    setState('loading')
    try {
      const page = await api.inbox.browseCustomers.query({ words, archived: null, cursor, limit: PAGE })
      if (own !== attempt) return
      feed.update((draft) => page.customers.forEach(({ customer }) => put(draft.customers, customer.id, customer)))
      const found = page.customers.map(({ customer }) => customer.id)
      setIds((before) => (cursor === null ? found : [...before, ...found]))
      setNext(page.nextCursor)
      setState('ready')
    } catch (thrown) {
      if (own !== attempt) return
      setError(errorText(thrown))
      setState('failed')
    }
  }
  const load = () => fetchPage(null)
  onCleanup(() => {
    attempt += 1
    clearTimeout(typing)
  })
  return {
    state,
    error,
    customers: () => ids().flatMap((id) => feed.state.customers[id] ?? []),
    load,
    search(text: string) {
      words = text.trim()
      clearTimeout(typing)
      typing = setTimeout(() => void load(), TYPING_MS)
    },
    /** Nothing where there is no more, or something is on its way. */
    loadMore() {
      const cursor = next()
      if (state() === 'ready' && cursor !== null) void fetchPage(cursor)
    },
  }
}
