import { createMemo, createSignal, onCleanup } from 'solid-js'
import { createStore, produce } from 'solid-js/store'
import type { CustomerId } from '@atrium/shared/ids.ts'
import type { CustomerSummary } from '@atrium/shared/inbox/customers.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import type { Change } from '@atrium/shared/realtime/change.ts'
import { put } from '@atrium/shared/realtime/put-view.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { loadAgainOnceBack } from '../../realtime/load-again-once-back.ts'
import { activityAfter, isListed, type Activity } from './customer-list.rules.ts'

const PAGE = 50

/** Customers by name, page by page; what happens with those that are listed is patched in by the feed, and none is fetched twice. */
export function createCustomerList(wanted: { words: () => string; archived: () => boolean }) {
  const { api } = useConnection()
  const feed = useFeed()
  const [activities, setActivities] = createStore<Record<CustomerId, Activity>>({})
  const [state, setState] = createSignal<'loading' | 'ready' | 'loading-more' | 'failed'>('loading')
  const [error, setError] = createSignal('')
  const [next, setNext] = createSignal<string | null>(null)
  /** What came while an answer was on its way, which may be older. */
  let heardMeanwhile: ConversationView[] = []
  let attempt = 0

  const patch = (conversation: ConversationView) => {
    const id = conversation.customer?.id
    const known = id && activities[id]
    if (known) setActivities(id, activityAfter(known, conversation))
  }
  const take = (summaries: readonly CustomerSummary[]) => {
    feed.update((draft) => summaries.forEach(({ customer }) => put(draft.customers, customer.id, customer)))
    setActivities(
      produce((draft) => {
        for (const { customer, openIds, lastActivityAt } of summaries) draft[customer.id] = { openIds, lastActivityAt }
      }),
    )
    for (const conversation of heardMeanwhile) patch(conversation)
  }
  const fetchPage = async (cursor: string | null) => {
    const own = ++attempt
    heardMeanwhile = []
    const page = await api.inbox.browseCustomers.query({ words: wanted.words(), archived: wanted.archived(), cursor, limit: PAGE })
    if (own !== attempt) return page.head
    take(page.customers)
    setNext(page.nextCursor)
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
  /** One that is new here, or was brought back. */
  const lookUp = async (customerId: CustomerId) => {
    const summary = await api.inbox.getCustomer.query({ customerId }).catch(() => null)
    if (summary) take([summary])
  }
  const hear = (change: Change) => {
    if (change.kind === 'inbox.conversationChanged') {
      const { conversation } = change.payload
      if (state() !== 'ready') heardMeanwhile.push(conversation)
      patch(conversation)
    }
    if (change.kind === 'inbox.customerChanged' && !activities[change.payload.customer.id]) void lookUp(change.payload.customer.id)
  }
  onCleanup(feed.onChange(hear))
  onCleanup(() => (attempt += 1))
  feed.refetchOnResync(() => fetchPage(null))
  loadAgainOnceBack(() => state() === 'failed', load)
  void load()
  const customers = createMemo(() =>
    Object.values(feed.state.customers)
      .filter(
        (customer) => activities[customer.id] !== undefined && isListed(customer, { words: wanted.words(), archived: wanted.archived() }),
      )
      .sort((one, other) => one.name.localeCompare(other.name)),
  )
  return { state, error, customers, activityOf: (id: CustomerId) => activities[id], more: () => next() !== null, load, loadMore }
}
