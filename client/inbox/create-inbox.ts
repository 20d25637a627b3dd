import { useLocation, useNavigate, useParams, useSearchParams } from '@solidjs/router'
import { createMemo, createSignal, untrack } from 'solid-js'
import { isId, type ConversationId, type MemberId, type PersonId } from '@atrium/shared/ids.ts'
import { useChat } from '../chat/chat-context.tsx'
import { useConnection } from '../realtime/connection-context.tsx'
import { errorText } from '../realtime/error-text.ts'
import { useFeed } from '../realtime/feed.tsx'
import { useToasts } from '../ui/toast.tsx'
import { createAttending } from './attending/create-attending.ts'
import { changeWords, saidOf } from './change-words.rules.ts'
import { createClock } from './create-clock.ts'
import { createConversationActions } from './create-conversation-actions.ts'
import { addressQuery, filterInAddress } from './filter/filter-address.rules.ts'
import type { Asking, InboxModel } from './inbox-context.tsx'
import { inboxOutbox } from './inbox-outbox.ts'
import { createCustomerName } from './customers/customer-name.ts'
import { filterKey } from './inbox-view.rules.ts'
import { createConversationList } from './list/create-conversation-list.ts'
import { createMarks } from './list/create-marks.ts'
import { createConversationSearch } from './search/create-conversation-search.ts'
import { createTriageChoices } from './triage/create-triage-choices.ts'
import { createCounts } from './views/create-counts.ts'
import { createShownViews } from './views/create-shown-views.ts'
import { createWritingDesk } from './create-writing-desk.ts'

/** What the parts of the inbox share: where one is in it, and what one can do. */
export function createInbox(): InboxModel {
  const connection = useConnection()
  const feed = useFeed()
  const chat = useChat()
  const toasts = useToasts()
  const { api } = connection
  const me = () => chat.me() as MemberId
  const nowMs = createClock()
  const { known: viewsKnown } = createTriageChoices({ api, feed })
  const address = createAddress(feed)
  const search = createConversationSearch({ api, feed })
  const counts = createCounts({ feed, me })
  const list = createMemo(() => {
    const filter = address.filter()
    const isKnown = address.view() !== null
    return untrack(() => (isKnown ? createConversationList({ api, feed, me, onWhole: counts.tell }, filter) : null))
  })
  const shownIds = () => (search.isOn() ? search.ids() : (list()?.ids() ?? []))
  const place = createPlace(shownIds)
  const marks = createMarks(shownIds)
  const actions = createConversationActions({ api, feed, toasts })
  const customerName = createCustomerName({ api, feed }, () => address.filter().customerId)
  const nameOf = (id: string) => (id === address.filter().customerId ? customerName() || '…' : nameIn(feed, id))
  const [asking, ask] = createSignal<Asking | null>(null)
  return {
    ...{ api, feed, toasts, actions, me, nowMs, nameOf, viewsKnown, countOf: counts.countOf, list, search, shownIds, asking, ask },
    ...address,
    ...place,
    ...marks,
    outbox: inboxOutbox(connection, feed),
    change(ids, change) {
      const words = changeWords(change, { me: me(), nowMs: nowMs(), nameOf })
      const number = ids[0] && feed.state.conversations[ids[0]]?.number
      void actions.triage(ids, change, saidOf({ count: ids.length, number }, words))
    },
    describeMention: (mention) => chat.describeMention(mention),
    hueOf: (author) => chat.hueOf(author as string as PersonId),
    showView(key) {
      search.clear()
      address.goToView(key)
    },
    targets() {
      const id = place.openedId() ?? place.cursor().id
      return marks.marked().size > 0 ? [...marks.marked()] : id ? [id] : []
    },
    ...createWritingDesk(place.open),
    attending: createAttending({ me, onSignal: feed.onSignal, onChange: feed.onChange }),
    isOnline: () => connection.state().name === 'online',
    async tellAttending(conversationId, doing, isOn) {
      if (connection.state().name === 'online') await api.inbox.setAttending.mutate({ conversationId, doing, isOn })
    },
    async retryDelivery(messageId) {
      try {
        await api.slack.retryDelivery.mutate({ entityId: messageId })
      } catch (error) {
        toasts.show(errorText(error), { tone: 'bad' })
      }
    },
  }
}

/** Which list the address asks for. */
function createAddress(feed: ReturnType<typeof useFeed>) {
  const navigate = useNavigate()
  const location = useLocation()
  const [params] = useSearchParams<Record<string, string>>()
  const { views, viewOf } = createShownViews(feed)
  const view = createMemo(() => viewOf(params.view))
  const asked = createMemo(() => filterInAddress(params), null, { equals: (one, other) => JSON.stringify(one) === JSON.stringify(other) })
  const filter = createMemo(() => asked() ?? view()?.filter ?? {}, {}, { equals: (one, other) => filterKey(one) === filterKey(other) })
  const hrefOfView = (key: string) => `/inbox${addressQuery(key, null)}`
  return {
    ...{ views, view, filter, hrefOfView },
    isFilterChanged: () => filterKey(filter()) !== filterKey(view()?.filter ?? {}),
    setFilter(next: ReturnType<typeof filter>) {
      const current = view()
      const isOwn = current !== null && filterKey(current.filter) === filterKey(next)
      navigate(`${location.pathname}${addressQuery(current?.key ?? 'open', isOwn ? null : next)}`, { replace: true, scroll: false })
    },
    goToView: (key: string) => navigate(hrefOfView(key), { scroll: false }),
  }
}

/** Which conversation one is at. */
function createPlace(shownIds: () => ConversationId[]) {
  const navigate = useNavigate()
  const location = useLocation()
  const params = useParams<{ conversationId?: string }>()
  // A choice holds until another conversation is opened, in whatever way.
  const [chosen, setChosen] = createSignal<{ id: ConversationId | null; index: number; opened: ConversationId | null }>({
    ...{ id: null, index: -1, opened: null },
  })
  const hrefOf = (id: ConversationId | null) => `/inbox${id ? `/${id}` : ''}${location.search}`
  const openedId = () => (params.conversationId && isId(params.conversationId) ? (params.conversationId as ConversationId) : null)
  return {
    hrefOf,
    openedId,
    cursor() {
      const { id, index, opened } = chosen()
      if (openedId() !== null && opened !== openedId()) return { id: openedId(), index: -1 }
      return id === null ? { id: openedId(), index: -1 } : { id, index }
    },
    setCursor: (id: ConversationId | null) => setChosen({ id, index: id ? untrack(shownIds).indexOf(id) : -1, opened: openedId() }),
    open(id: ConversationId) {
      if (openedId() !== id) navigate(hrefOf(id), { scroll: false })
    },
    leave: () => navigate(hrefOf(null), { scroll: false }),
  }
}

function nameIn({ state }: ReturnType<typeof useFeed>, id: string): string {
  const tables: Record<string, { name: string }>[] = [state.members, state.teams, state.tags, state.customers]
  return tables.flatMap((table) => table[id]?.name ?? [])[0] ?? 'something that is gone'
}
