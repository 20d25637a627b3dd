import { createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import { errorText } from '../../realtime/error-text.ts'
import { loadAgainOnceBack } from '../../realtime/load-again-once-back.ts'
import type { Chat, MentionablePerson } from '../chat-context.tsx'
import { suggest } from '../composer/mention-query.rules.ts'
import { matchingCommands, type Command } from './commands.rules.ts'
import { litIndex } from './lit-index.rules.ts'
import { createFoundConversations, type FoundConversation } from './create-found-conversations.ts'

/** While somebody types, nothing is asked for. */
const PAUSE_MS = 150
const PAGE = 30
const MOST_PEOPLE = 5

export type Found =
  | { kind: 'command'; id: string; command: Command }
  | { kind: 'person'; id: string; entry: MentionablePerson }
  | { kind: 'conversation'; id: string; found: FoundConversation }
  | { kind: 'message'; id: string; message: MessageView }

/** What is looked for and what was found: people at once, messages from the server. */
export function createSearch({ api, mentionable, me, search, feed }: Chat) {
  const [words, setWords] = createSignal('')
  const [chosen, setChosen] = createSignal<Found>()
  const asked = () => words().trim()
  /** What people, conversations and messages are asked for. */
  const askedOfAll = () => (search.scope() ? '' : asked())
  const found = createFoundMessages(api, askedOfAll)
  const conversations = createFoundConversations(api, { asked: askedOfAll, isMember: () => feed.member(me()) !== undefined })
  const commands = createMemo(() => matchingCommands(search.commands(), asked(), search.scope()))
  createEffect(on(asked, () => setChosen(undefined)))
  const people = createMemo(() => {
    if (askedOfAll() === '') return []
    return suggest(askedOfAll(), mentionable(), MOST_PEOPLE + 1)
      .filter((entry) => entry.id !== me())
      .slice(0, MOST_PEOPLE)
  })
  const all = createMemo((): Found[] => [
    ...commands().map((command) => ({ kind: 'command' as const, id: command.id, command })),
    ...people().map((entry) => ({ kind: 'person' as const, id: entry.id, entry })),
    ...conversations().map((one) => ({ kind: 'conversation' as const, id: one.conversation.id, found: one })),
    ...found.messages().map((message) => ({ kind: 'message' as const, id: message.id, message })),
  ])
  const active = createMemo(() => litIndex(all(), chosen()))
  return {
    ...found,
    words,
    setWords,
    asked,
    askedOfAll,
    people,
    found: all,
    active,
    light: (index: number) => setChosen(all()[index]),
    move(step: 1 | -1) {
      const count = all().length
      if (count > 0) setChosen(all()[(active() + step + count) % count])
    },
  }
}
export type Search = ReturnType<typeof createSearch>

/** The messages that answer what is asked, a page at a time. */
function createFoundMessages(api: Chat['api'], asked: () => string) {
  const [messages, setMessages] = createSignal<MessageView[]>([])
  /** What `messages` answers. */
  const [answered, setAnswered] = createSignal('')
  const [more, setMore] = createSignal(false)
  const [loading, setLoading] = createSignal(false)
  const [error, setError] = createSignal('')
  let attempt = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const show = (page: { messages: MessageView[]; more: boolean }, answering: string) => {
    setMessages(page.messages)
    setMore(page.more)
    setAnswered(answering)
  }
  const ask = async (before: MessageView | undefined) => {
    const own = ++attempt
    const wanted = asked()
    setLoading(true)
    setError('')
    try {
      const page = await api.chat.searchMessages.query({ words: wanted, before: before?.id, limit: PAGE })
      if (own === attempt) show({ ...page, messages: before ? [...messages(), ...page.messages] : page.messages }, wanted)
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
      if (wanted === '') show({ messages: [], more: false }, '')
      else timer = setTimeout(() => void ask(undefined), PAUSE_MS)
    }),
  )
  onCleanup(forget)
  loadAgainOnceBack(
    () => error() !== '',
    () => ask(undefined),
  )
  return { messages, answered, more, loading, error, loadMore: () => ask(messages().at(-1)), tryAgain: () => ask(undefined) }
}
