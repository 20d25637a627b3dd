import { onCleanup } from 'solid-js'
import { plainText } from '@atrium/shared/chat/message-text.ts'
import type { NotificationKind, NotificationWay } from '@atrium/shared/chat/notification-preferences.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { MessageId, PersonId } from '@atrium/shared/ids.ts'
import type { ChangePayloads } from '@atrium/shared/realtime/change.ts'
import type { Feed } from '../../realtime/feed.tsx'
import type { Toasts } from '../../ui/toast.tsx'
import { titleOf } from '../channel-title.ts'
import { spotKey, type ChatSpot } from '../chat-spot.ts'
import { lineOf } from '../files/describe-files.rules.ts'
import type { ShownSpots } from '../shown-spots.ts'
import { playChime } from './chime.ts'
import { desktop } from './desktop.ts'
import { kindsHeard, wishesNow } from './heard.ts'
import { summaryOf, wordsOf, type Told, type Words } from './notification-words.rules.ts'
import { isUnread, waysToNotify, type Looking } from './notify.rules.ts'
import { createTabs } from './tabs.ts'

/** So long a message may still be read, here or on another device, before it notifies; a tab in the background lets the others go first. */
const SETTLE_MS = { visible: 1_000, hidden: 1_300 }
/** More chats and threads than that at once are told as one. */
const MOST_AT_ONCE = 3

export interface NotifierParts {
  feed: Feed
  me: PersonId
  toasts: Toasts
  shown: ShownSpots
  open: (spot: ChatSpot) => void
}

/** A message that may notify. */
interface Waiting {
  message: MessageView
  kinds: NotificationKind[]
  spot: ChatSpot
}
/** What has notified and is still there. */
interface Notice {
  messages: MessageView[]
  takeAway: () => void
}

/** Notifies of messages as the person chose (CH6): once in all tabs of this browser, and of nothing that is read meanwhile. */
export function createNotifier(parts: NotifierParts): void {
  const { feed, me } = parts
  const tabs = createTabs(me)
  const notices = createNotices(parts)
  const waiting = new Map<MessageId, Waiting>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const hear = (told: ChangePayloads['chat.messageChanged']) => {
    const { message } = told
    if (message.deletedAt !== null) {
      waiting.delete(message.id)
      notices.forget(message.id)
    }
    const kinds = kindsHeard(parts, told)
    if (kinds.length === 0) return
    waiting.set(message.id, { message, kinds, spot: spotOf(message) })
    timer ??= setTimeout(() => void settle(), SETTLE_MS[document.visibilityState])
  }
  const lookingAt = (spot: ChatSpot): Looking => {
    if (!tabs.isLookedAt()) return 'away'
    return parts.shown.has(spot) ? 'chat' : 'atrium'
  }
  const settle = async () => {
    timer = undefined
    const due = [...waiting.values()].filter(({ message }) => isUnread(message, feed.state.channels[message.channelId]))
    waiting.clear()
    if (due.length === 0 || (await tabs.isLeftToAnother())) return
    const taken: (Waiting & { ways: NotificationWay[] })[] = []
    for (const entry of due) {
      const ways = waysToNotify({ ...wishesNow(parts), kinds: entry.kinds, looking: lookingAt(entry.spot) })
      if (ways.length > 0 && (await tabs.take(entry.message.id))) taken.push({ ...entry, ways })
    }
    const bySpot = [...Map.groupBy(taken, ({ spot }) => spotKey(spot)).values()]
    const ways = new Set(taken.flatMap((entry) => entry.ways))
    if (bySpot.length > MOST_AT_ONCE) notices.show(taken, { ways, words: summaryOf({ messages: taken.length, chats: bySpot.length }) })
    else for (const entries of bySpot) notices.show(entries, { ways: new Set(entries.flatMap((entry) => entry.ways)) })
    if (ways.has('sound')) playChime()
  }
  const stop = feed.onChange((change) => {
    if (change.kind === 'chat.messageChanged') hear(change.payload)
    if (change.kind === 'chat.readMoved' || change.kind === 'chat.threadRead') notices.takeAwayRead()
  })
  onCleanup(() => {
    stop()
    clearTimeout(timer)
    notices.takeAwayAll()
  })
}

/** What stands on the screen, by chat or thread: a new one takes the place of the last. */
function createNotices({ feed, me, toasts, open }: NotifierParts) {
  const notices = new Map<string, Notice>()
  const takeAway = (keys: string[]) => {
    for (const key of keys) {
      notices.get(key)?.takeAway()
      notices.delete(key)
    }
  }
  const told = (message: MessageView): Told => {
    const words = plainText(message.text, (id) => feed.person(id as PersonId)?.name)
    return { authorName: message.authorName, text: lineOf(words, message.files), where: whereOf(feed, message, me) }
  }
  /** What is read, wherever, needs no notice any more. */
  const takeAwayRead = () => {
    const isRead = ({ messages }: Notice) => !messages.some((message) => isUnread(message, feed.state.channels[message.channelId]))
    takeAway([...notices].filter(([, notice]) => isRead(notice)).map(([key]) => key))
  }
  return {
    /** `words`: instead of the messages' own. */
    show(entries: Waiting[], { ways, words }: { ways: Set<NotificationWay>; words?: Words }) {
      const last = entries.at(-1)
      if (!last) return
      const messages = entries.map(({ message }) => message)
      const key = words ? 'summary' : spotKey(last.spot)
      takeAway([key])
      const { title, body } = words ?? wordsOf(messages.map(told))
      const toOpen = () => open(last.spot)
      const ends = [
        ways.has('app') && toasts.show(body, { title, silent: true, action: { label: 'Open', run: toOpen } }),
        ways.has('desktop') && desktop.show({ title, body, tag: `${me} ${key}`, onClick: toOpen }),
      ]
      notices.set(key, { messages, takeAway: () => ends.forEach((end) => end && end()) })
    },
    forget(messageId: MessageId) {
      for (const notice of notices.values()) notice.messages = notice.messages.filter(({ id }) => id !== messageId)
      takeAwayRead()
    },
    takeAwayRead,
    takeAwayAll: () => takeAway([...notices.keys()]),
  }
}

/** Where it is read. */
function spotOf({ channelId, threadRootId, alsoInChannel }: MessageView): ChatSpot {
  return { channelId, threadRootId: alsoInChannel ? null : threadRootId }
}

function whereOf(feed: Feed, { channelId, threadRootId }: MessageView, me: PersonId): string | null {
  const channel = feed.state.channels[channelId]?.channel
  if (!channel || channel.kind === 'mention') return threadRootId === null ? null : 'in a thread'
  // Its name is who is in it.
  const name = channel.kind === 'nearby' ? 'nearby' : titleOf(feed, channel, me).name
  return threadRootId === null ? name : `a thread in ${name}`
}
