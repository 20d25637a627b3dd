import { createEffect, createSignal, on, onCleanup, untrack } from 'solid-js'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { ChannelId, MessageId, PersonId } from '@atrium/shared/ids.ts'
import type { Feed } from '../../realtime/feed.tsx'
import type { History } from './create-history.ts'
import { firstUnreadOf } from './unread.rules.ts'

/** So many pages back at most: who was away longer reads from there. */
const MOST_PAGES = 20

interface Parts {
  feed: Feed
  me: () => PersonId
  channelId: ChannelId
  history: History
  /** Loads a page before the oldest and keeps what one reads where it is. */
  loadOlder: () => Promise<void>
}

/**
 * Where somebody's reading stopped: when they opened the chat, or looked away from it. The line "New" stands there until they
 * write, and whoever has it above the screen is told how much there is and led to it.
 */
export function createUnread(parts: Parts) {
  const { feed, me, channelId, history } = parts
  const summary = () => feed.state.channels[channelId]
  const [readUpTo, setReadUpTo] = createSignal(untrack(() => summary()?.readUpTo ?? null))
  const [missed, setMissed] = createSignal(untrack(() => summary()?.unread ?? 0))
  const [isAbove, setAbove] = createSignal(false)
  const [jumping, setJumping] = createSignal(false)
  const first = () => firstUnreadOf(history.messages(), { readUpTo: readUpTo(), me: me() })
  const rowOf = (box: HTMLElement, id: MessageId | undefined) => box.querySelector<HTMLElement>(`[data-message="${id}"]`)
  let box: HTMLElement | undefined

  /** Call when the list has scrolled or changed. */
  const look = () => {
    if (!box) return
    const row = rowOf(box, first()?.id)
    const isBefore = row ? row.getBoundingClientRect().top < box.getBoundingClientRect().top : history.more() && readUpTo() !== null
    setAbove(isBefore)
    // Once the line was on the screen nobody has to be led to it.
    if (row && !isBefore) setMissed(0)
  }
  const jump = async () => {
    setJumping(true)
    const isThere = () => history.messages().some(({ id }) => readUpTo() !== null && id <= readUpTo()!)
    for (let page = 0; page < MOST_PAGES && history.more() && !isThere(); page++) await parts.loadOlder()
    setJumping(false)
    setMissed(0)
    if (!box) return
    const row = rowOf(box, (first() ?? history.messages()[0])?.id)
    row?.scrollIntoView({ block: 'center' })
    row?.focus({ preventScroll: true })
  }
  const lookAway = () => {
    if (!document.hidden || (summary()?.unread ?? 0) > 0) return
    setReadUpTo(history.messages().at(-1)?.id ?? null)
  }
  document.addEventListener('visibilitychange', lookAway)
  onCleanup(() => document.removeEventListener('visibilitychange', lookAway))
  createEffect(on([() => history.messages().length, first], () => queueMicrotask(look)))
  return {
    isFirst: (message: MessageView) => message.id === first()?.id,
    /** How many are above the screen that one has not seen; 0 when there is nobody to lead. */
    above: () => (isAbove() ? missed() : 0),
    jumping,
    jump,
    look,
    watch: (element: HTMLElement) => (box = element),
    /** They write: what came before is read. */
    wrote() {
      setReadUpTo(null)
      setMissed(0)
    },
    dismiss: () => setMissed(0),
  }
}

export type Unread = ReturnType<typeof createUnread>

/** Where the line "New" stands for good, and nobody is led to it: in a thread, which is short. */
export function markUnread(first: MessageId | undefined): Unread {
  const nothing = () => {}
  return {
    isFirst: (message) => message.id === first,
    above: () => 0,
    jumping: () => false,
    jump: () => Promise.resolve(),
    look: nothing,
    watch: (element) => element,
    wrote: nothing,
    dismiss: () => 0,
  }
}
