import { useNavigate, useParams, useSearchParams } from '@solidjs/router'
import { createSignal } from 'solid-js'
import { isId, type ConversationId, type MemberId, type PersonId } from '@atrium/shared/ids.ts'
import { useChat } from '../chat/chat-context.tsx'
import { useConnection } from '../realtime/connection-context.tsx'
import { errorText } from '../realtime/error-text.ts'
import { useFeed } from '../realtime/feed.tsx'
import { useToasts } from '../ui/toast.tsx'
import { createClock } from './create-clock.ts'
import { createConversationActions } from './create-conversation-actions.ts'
import type { InboxModel, Writing } from './inbox-context.tsx'
import { inboxOutbox } from './inbox-outbox.ts'
import { viewNameOf, type ViewName } from './inbox-view.rules.ts'
import { createTriageChoices } from './triage/create-triage-choices.ts'
import { wakingTime } from './triage/snooze.rules.ts'

/** What the parts of the inbox share: where one is in it, and what one can do. */
export function createInbox(): InboxModel {
  const connection = useConnection()
  const feed = useFeed()
  const chat = useChat()
  const toasts = useToasts()
  const navigate = useNavigate()
  const params = useParams<{ conversationId?: string }>()
  const [search] = useSearchParams<{ view?: string }>()
  const { api } = connection
  // A choice holds until another conversation is opened, in whatever way.
  const [chosen, setChosen] = createSignal<{ id: ConversationId | null; opened: ConversationId | null }>({ id: null, opened: null })
  const view = () => viewNameOf(search.view)
  const query = (name: ViewName) => (name === 'open' ? '' : `?view=${name}`)
  const hrefOf = (id: ConversationId | null) => `/inbox${id ? `/${id}` : ''}${query(view())}`
  const openedId = () => (params.conversationId && isId(params.conversationId) ? (params.conversationId as ConversationId) : null)
  const setCursor = (id: ConversationId | null) => setChosen({ id, opened: openedId() })
  const open = (id: ConversationId) => {
    if (openedId() !== id) navigate(hrefOf(id), { scroll: false })
  }
  const [marked, setMarked] = createSignal<ReadonlySet<ConversationId>>(new Set())
  const cursorId = () => {
    const { id, opened } = chosen()
    return opened === openedId() || openedId() === null ? (id ?? openedId()) : openedId()
  }
  const actions = createConversationActions({ api, feed, toasts })
  const nowMs = createClock()
  createTriageChoices({ api, feed })
  return {
    api,
    feed,
    outbox: inboxOutbox(connection, feed),
    actions,
    snooze(ids, until) {
      const [only, ...more] = ids.flatMap((id) => feed.state.conversations[id] ?? [])
      const what = more.length > 0 || !only ? `${ids.length} conversations are` : `#${only.number} is`
      void actions.triage(ids, { status: 'snoozed', snoozedUntil: until }, `${what} snoozed until ${wakingTime(until, nowMs())}.`)
    },
    me: () => chat.me() as MemberId,
    nowMs,
    describeMention: (mention) => chat.describeMention(mention),
    hueOf: (author) => chat.hueOf(author as string as PersonId),
    view,
    openedId,
    cursorId,
    setCursor,
    marked,
    toggleMark: (id) =>
      setMarked((known) => (known.has(id) ? new Set([...known].filter((other) => other !== id)) : new Set([...known, id]))),
    clearMarks: () => setMarked(new Set<ConversationId>()),
    targets() {
      const id = openedId() ?? cursorId()
      return marked().size > 0 ? [...marked()] : id ? [id] : []
    },
    hrefOf,
    hrefOfView: (name) => `/inbox${query(name)}`,
    open,
    leave: () => navigate(hrefOf(null), { scroll: false }),
    ...createWritingDesk(open),
    async retryDelivery(messageId) {
      try {
        await api.slack.retryDelivery.mutate({ entityId: messageId })
      } catch (error) {
        toasts.show(errorText(error), { tone: 'bad' })
      }
    },
  }
}

/** Brings a wish to write together with the composer that can fulfil it, whichever is there first. */
function createWritingDesk(open: (id: ConversationId) => void): Pick<InboxModel, 'startWriting' | 'offerComposer'> {
  let offered: { id: ConversationId; focus: (kind: Writing) => void } | null = null
  let wished: { id: ConversationId; kind: Writing } | null = null
  return {
    startWriting(id, kind) {
      if (offered?.id === id) return offered.focus(kind)
      wished = { id, kind }
      open(id)
    },
    offerComposer(id, focus) {
      const offer = { id, focus }
      offered = offer
      if (wished?.id === id) focus(wished.kind)
      wished = null
      return () => {
        if (offered === offer) offered = null
      }
    },
  }
}
