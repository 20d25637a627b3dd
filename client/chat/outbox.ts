import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import { newId, type ChannelId, type ClientMutationId, type FileId } from '@atrium/shared/ids.ts'
import type { ChannelView, FileView, MessageView } from '@atrium/shared/chat/views.ts'
import { mayRepeat } from '@atrium/shared/realtime/repeat-window.ts'
import type { Connection } from '../realtime/connection.ts'
import { errorText, isUnanswered, NO_ANSWER } from '../realtime/error-text.ts'
import type { Feed } from '../realtime/feed.tsx'
import { isSameSpot, type ChatSpot } from './chat-spot.ts'

/** A message on its way. Its client id goes with every attempt, so that the server answers a repeated one instead of writing it twice. */
export interface OutgoingMessage extends ChatSpot, Words {
  clientId: ClientMutationId
  createdAt: number
  /** sending: asked, not answered. waiting: the connection went; it is asked again. failed: refused, and why. */
  state: 'sending' | 'waiting' | 'failed'
  error: string
}
export interface Words {
  text: string
  files: FileView[]
  /** A reply that goes to the channel, too. */
  alsoInChannel?: boolean
}
export interface Outbox {
  /** In the order they were written. */
  of(spot: ChatSpot): OutgoingMessage[]
  send(spot: ChatSpot, words: Words): void
  retry(clientId: ClientMutationId): void
  discard(clientId: ClientMutationId): void
}

type Delivered = (sent: { message: MessageView; channel: ChannelView; writtenIn: ChannelId }) => void

interface Parts {
  connection: Connection
  feed: Feed
  onDelivered: Delivered
  discardFile: (fileId: FileId) => void
}

/** Sends in order, one at a time per channel, and holds what could not be sent until the connection is back (SP11). */
export function createOutbox(parts: Parts): Outbox {
  const [entries, setEntries] = createSignal<OutgoingMessage[]>([])
  const inFlight = new Set<ClientMutationId>()
  const update = (clientId: ClientMutationId, change: Partial<OutgoingMessage>) =>
    setEntries((all) => all.map((entry) => (entry.clientId === clientId ? { ...entry, ...change } : entry)))
  const remove = (clientId: ClientMutationId) => setEntries((all) => all.filter((entry) => entry.clientId !== clientId))

  const pump = () => {
    const busy = new Set([...inFlight].map((id) => entries().find((entry) => entry.clientId === id)?.channelId))
    for (const entry of entries()) {
      if (entry.state === 'failed' || busy.has(entry.channelId)) continue
      if (entry.state === 'waiting' && !mayRepeat(entry.createdAt, Date.now())) {
        update(entry.clientId, { state: 'failed', error: NO_ANSWER })
        continue
      }
      busy.add(entry.channelId)
      void attempt(entry)
    }
  }
  const attempt = async (entry: OutgoingMessage) => {
    inFlight.add(entry.clientId)
    update(entry.clientId, { state: 'sending', error: '' })
    try {
      const { clientId, channelId, threadRootId, text, files, alsoInChannel = false } = entry
      const fileIds = files.map(({ id }) => id)
      const reply = threadRootId === null ? {} : { threadRootId, alsoInChannel }
      const sent = await parts.connection.api.chat.sendMessage.mutate({ clientId, channelId, text, fileIds, ...reply })
      parts.feed.apply({ kind: 'chat.channelOpened', payload: { channel: sent.channel } })
      parts.feed.apply({ kind: 'chat.messageChanged', payload: { message: sent.message } })
      remove(clientId)
      parts.onDelivered({ ...sent, writtenIn: channelId })
    } catch (error) {
      update(entry.clientId, isUnanswered(error) ? { state: 'waiting' } : { state: 'failed', error: errorText(error) })
      // The connection says that it has gone only after the calls on it have failed.
      await new Promise((resolve) => setTimeout(resolve))
    } finally {
      inFlight.delete(entry.clientId)
    }
    if (parts.connection.state().name === 'online') pump()
  }
  createEffect(
    on(parts.connection.state, (state) => {
      if (state.name === 'online') pump()
    }),
  )
  const keepPage = (event: BeforeUnloadEvent) => {
    if (entries().some((entry) => entry.state !== 'failed')) event.preventDefault()
  }
  addEventListener('beforeunload', keepPage)
  onCleanup(() => removeEventListener('beforeunload', keepPage))

  return {
    of: (spot) => entries().filter((entry) => isSameSpot(entry, spot)),
    send({ channelId, threadRootId }, words) {
      const entry = { clientId: newId<ClientMutationId>(), channelId, threadRootId, ...words, createdAt: Date.now() }
      setEntries((all) => [...all, { ...entry, state: 'sending', error: '' }])
      pump()
    },
    retry(clientId) {
      update(clientId, { state: 'sending', error: '' })
      pump()
    },
    discard(clientId) {
      for (const { id } of entries().find((entry) => entry.clientId === clientId)?.files ?? []) parts.discardFile(id)
      remove(clientId)
    },
  }
}
