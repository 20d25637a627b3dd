import { onCleanup } from 'solid-js'
import { plainText } from '@atrium/shared/chat/message-text.ts'
import type { PersonId, SpaceId } from '@atrium/shared/ids.ts'
import type { Feed } from '../../realtime/feed.tsx'
import { isSpoken, speechMs, shownAt } from './speech.rules.ts'

export interface Speech {
  /** What they have just said, and how visible it is, from 0 to 1; null when there is nothing. */
  of(personId: PersonId, nowMs: number): { text: string; shown: number } | null
  /** Somebody has said something, or it fades. */
  onChanged(listener: () => void): () => void
}

interface Said {
  text: string
  fromMs: number
  untilMs: number
}

/** New messages of the space's and its rooms' chats, for as long as it takes to read them. What two people write to each other is no speech. */
export function createSpeech(parts: { feed: Feed; spaceId: () => SpaceId | null }): Speech {
  const { feed } = parts
  const said = new Map<PersonId, Said>()
  const listeners = new Set<() => void>()
  const timers = new Set<ReturnType<typeof setTimeout>>()
  const tell = () => listeners.forEach((listener) => listener())
  const stop = feed.onChange((change) => {
    if (change.kind !== 'chat.messageChanged') return
    const { message } = change.payload
    if (message.deletedAt !== null && said.delete(message.authorId)) tell()
    if (!isSpoken(message, feed.state.channels[message.channelId]?.channel, parts.spaceId())) return
    const text = plainText(message.text, (id) => feed.person(id as PersonId)?.name)
    if (text === '') return
    const fromMs = performance.now()
    const untilMs = fromMs + speechMs(text)
    said.set(message.authorId, { text, fromMs, untilMs })
    const timer = setTimeout(() => {
      timers.delete(timer)
      tell()
    }, untilMs - fromMs)
    timers.add(timer)
    tell()
  })
  onCleanup(() => {
    stop()
    timers.forEach(clearTimeout)
  })
  return {
    of(personId, nowMs) {
      const known = said.get(personId)
      if (!known) return null
      const shown = shownAt(known, nowMs)
      if (shown === null) said.delete(personId)
      return shown === null ? null : { text: known.text, shown }
    },
    onChanged(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
