import { createEffect, createRoot, createSignal, on } from 'solid-js'
import { newId, type ClientMutationId, type ConversationId, type ConversationMessageId } from '@atrium/shared/ids.ts'
import { mayRepeat } from '@atrium/shared/realtime/repeat-window.ts'
import type { Connection } from '../realtime/connection.ts'
import { errorText, fieldErrorsOf, isUnanswered, NO_ANSWER } from '../realtime/error-text.ts'
import type { Feed } from '../realtime/feed.tsx'

/** A reply or note on its way. Its client id goes with every attempt, so that a repeated one is answered instead of written twice. */
export interface OutgoingEntry {
  clientId: ClientMutationId
  conversationId: ConversationId
  kind: 'reply' | 'note'
  text: string
  createdAt: number
  /** Of a reply: the newest message of others that its writer has seen; null for none, undefined where it does not matter. */
  lastSeenId?: ConversationMessageId | null | undefined
  /** sending: asked, not answered. waiting: the connection went; it is asked again. held: others have written meanwhile. failed: refused, and why. */
  state: 'sending' | 'waiting' | 'held' | 'failed'
  error: string
}
export interface InboxOutbox {
  /** In the order they were written. */
  of(conversationId: ConversationId): OutgoingEntry[]
  send(entry: Pick<OutgoingEntry, 'conversationId' | 'kind' | 'text' | 'lastSeenId'>): void
  retry(clientId: ClientMutationId): void
  /** What was held goes, whatever came. */
  sendAnyway(clientId: ClientMutationId): void
  discard(clientId: ClientMutationId): void
}

const outboxes = new WeakMap<Connection, InboxOutbox>()

/** One for each connection: what is on its way stays so when its writer leaves the inbox. */
export function inboxOutbox(connection: Connection, feed: Feed): InboxOutbox {
  const known = outboxes.get(connection)
  if (known) return known
  const made = createRoot(() => createInboxOutbox(connection, feed))
  outboxes.set(connection, made)
  return made
}

function createInboxOutbox(connection: Connection, feed: Feed): InboxOutbox {
  const [entries, setEntries] = createSignal<OutgoingEntry[]>([])
  const inFlight = new Set<ClientMutationId>()
  const update = (clientId: ClientMutationId, change: Partial<OutgoingEntry>) =>
    setEntries((all) => all.map((entry) => (entry.clientId === clientId ? { ...entry, ...change } : entry)))
  const discard = (clientId: ClientMutationId) => setEntries((all) => all.filter((entry) => entry.clientId !== clientId))

  // One at a time in a conversation: the customer reads them in the order they were written.
  const pump = () => {
    const busy = new Set(entries().flatMap((entry) => (inFlight.has(entry.clientId) ? [entry.conversationId] : [])))
    for (const entry of entries()) {
      if (entry.state === 'failed' || entry.state === 'held' || busy.has(entry.conversationId)) continue
      if (entry.state === 'waiting' && !mayRepeat(entry.createdAt, Date.now())) {
        update(entry.clientId, { state: 'failed', error: NO_ANSWER })
        continue
      }
      busy.add(entry.conversationId)
      void attempt(entry)
    }
  }
  const attempt = async (entry: OutgoingEntry) => {
    inFlight.add(entry.clientId)
    update(entry.clientId, { state: 'sending', error: '' })
    try {
      await deliver(connection, feed, entry)
      discard(entry.clientId)
    } catch (error) {
      update(entry.clientId, afterFailure(error))
      // The connection says that it has gone only after the calls on it have failed.
      await new Promise((resolve) => setTimeout(resolve))
    } finally {
      inFlight.delete(entry.clientId)
    }
    if (connection.state().name === 'online') pump()
  }
  createEffect(
    on(connection.state, (state) => {
      if (state.name === 'online') pump()
    }),
  )
  addEventListener('beforeunload', (event) => {
    if (entries().some(({ state }) => state === 'sending' || state === 'waiting')) event.preventDefault()
  })
  return {
    of: (conversationId) => entries().filter((entry) => entry.conversationId === conversationId),
    send(entry) {
      setEntries((all) => [...all, { ...entry, clientId: newId(), createdAt: Date.now(), state: 'sending', error: '' }])
      pump()
    },
    retry(clientId) {
      update(clientId, { state: 'sending', error: '' })
      pump()
    },
    sendAnyway(clientId) {
      update(clientId, { state: 'sending', error: '', lastSeenId: undefined })
      pump()
    },
    discard,
  }
}

function afterFailure(error: unknown): Pick<OutgoingEntry, 'state'> & { error?: string } {
  if (isUnanswered(error)) return { state: 'waiting' }
  return { state: fieldErrorsOf(error).lastSeenId ? 'held' : 'failed', error: errorText(error) }
}

async function deliver(
  { api }: Connection,
  feed: Feed,
  { kind, clientId, conversationId, text, lastSeenId }: OutgoingEntry,
): Promise<void> {
  if (kind === 'reply') {
    const message = await api.inbox.reply.mutate({ clientId, conversationId, text, lastSeenId })
    feed.apply({ kind: 'inbox.messageChanged', payload: { message } })
    return
  }
  const note = await api.inbox.addNote.mutate({ clientId, conversationId, text })
  feed.apply({ kind: 'inbox.noteAdded', payload: { note } })
}
