import { createEffect, createSignal, on, onCleanup, type Accessor } from 'solid-js'
import type { ConversationId, ConversationMessageId } from '@atrium/shared/ids.ts'
import { put } from '@atrium/shared/realtime/put-view.ts'
import type { Api } from '../../realtime/connection.ts'
import { errorText } from '../../realtime/error-text.ts'
import type { Feed } from '../../realtime/feed.tsx'
import { loadAgainOnceBack } from '../../realtime/load-again-once-back.ts'

/** While somebody types, nothing is asked for. */
const PAUSE_MS = 150
const PAGE = 30

export interface ConversationSearch {
  words: Accessor<string>
  setWords(words: string): void
  clear(): void
  /** Something is looked for: the list shows what was found. */
  isOn: Accessor<boolean>
  /** The newest match first. */
  ids: Accessor<ConversationId[]>
  /** What was found in it; empty for one that was found by its number. */
  textOf(id: ConversationId): string
  /** What `ids` answers. */
  answered: Accessor<string>
  loading: Accessor<boolean>
  error: Accessor<string>
  more: Accessor<boolean>
  loadMore(): Promise<void>
  tryAgain(): Promise<void>
}

type Found = Awaited<ReturnType<Api['inbox']['searchConversations']['query']>>

/** What was said in conversations, a page at a time. */
export function createConversationSearch({ api, feed }: { api: Api; feed: Feed }): ConversationSearch {
  const [words, setWords] = createSignal('')
  const [texts, setTexts] = createSignal<ReadonlyMap<ConversationId, string>>(new Map())
  const [next, setNext] = createSignal<Found['next']>(null)
  const [answered, setAnswered] = createSignal('')
  const [loading, setLoading] = createSignal(false)
  const [error, setError] = createSignal('')
  const asked = () => words().trim()
  let attempt = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const take = ({ found, next: older }: Found, before: ReadonlyMap<ConversationId, string>) => {
    feed.update((draft) => {
      for (const { conversation } of found) put(draft.conversations, conversation.id, conversation)
    })
    const added = found.flatMap(({ conversation, text }) => (before.has(conversation.id) ? [] : [[conversation.id, text] as const]))
    setTexts(new Map([...before, ...added]))
    setNext(older)
  }
  const ask = async (before: Found['next']) => {
    const own = ++attempt
    const wanted = asked()
    setLoading(true)
    setError('')
    try {
      const older = before ? { before: before as ConversationMessageId } : {}
      const page = await api.inbox.searchConversations.query({ words: wanted, limit: PAGE, ...older })
      if (own !== attempt) return
      take(page, before ? texts() : new Map())
      setAnswered(wanted)
    } catch (thrown) {
      if (own === attempt) setError(errorText(thrown))
    } finally {
      if (own === attempt) setLoading(false)
    }
  }
  const forget = () => {
    clearTimeout(timer)
    attempt += 1
  }
  createEffect(
    on(asked, (wanted) => {
      forget()
      setError('')
      setLoading(wanted !== '')
      if (wanted !== '') timer = setTimeout(() => void ask(null), PAUSE_MS)
      else {
        setTexts(new Map())
        setNext(null)
        setAnswered('')
      }
    }),
  )
  onCleanup(forget)
  loadAgainOnceBack(
    () => error() !== '',
    () => ask(null),
  )
  return {
    ...{ words, setWords, answered, loading, error },
    clear: () => setWords(''),
    isOn: () => asked() !== '',
    ids: () => [...texts().keys()].filter((id) => feed.state.conversations[id]),
    textOf: (id) => texts().get(id) ?? '',
    more: () => next() !== null,
    loadMore: async () => {
      if (!loading()) await ask(next())
    },
    tryAgain: () => ask(null),
  }
}
