import { createMemo, createSignal, onCleanup } from 'solid-js'
import type { ConversationId, ConversationMessageId } from '@atrium/shared/ids.ts'
import { put, putInOrder } from '@atrium/shared/realtime/put-view.ts'
import { errorCodeOf, errorText } from '../../realtime/error-text.ts'
import { loadAgainOnceBack } from '../../realtime/load-again-once-back.ts'
import type { InboxModel } from '../inbox-context.tsx'
import { interleave, withoutArrived } from '../timeline.rules.ts'

/** One conversation with all that was said in it, kept current by the feed for as long as the owner lives. */
export function createOpenedConversation(inbox: InboxModel, id: ConversationId) {
  const { api, feed } = inbox
  const [state, setState] = createSignal<'loading' | 'ready' | 'failed' | 'missing'>('loading')
  const [error, setError] = createSignal('')
  const conversation = () => feed.state.conversations[id]
  const entries = createMemo(() => interleave(feed.state.conversationMessages[id] ?? [], feed.state.notes[id] ?? []))
  const outgoing = () => withoutArrived(inbox.outbox.of(id), entries(), inbox.me())
  /** How many messages are not here: those before the oldest one that is. */
  const [earlier, setEarlier] = createSignal(0)
  /** Where what was fetched with the conversation begins; null where that is all of it. */
  const [beginsAt, setBeginsAt] = createSignal<ConversationMessageId | null>(null)
  let gone = false

  const fetchAll = async (): Promise<number> => {
    const found = await api.inbox.getConversation.query({ conversationId: id })
    if (gone) return found.head
    const from = found.earlier > 0 ? (found.messages[0]?.id ?? null) : null
    setEarlier(found.earlier)
    setBeginsAt(from)
    feed.update((draft) => {
      put(draft.conversations, id, found.conversation)
      // What was fetched of the earlier ones may have changed since.
      if (from !== null) draft.conversationMessages[id] = (draft.conversationMessages[id] ?? []).filter((message) => message.id >= from)
      for (const message of found.messages) putInOrder((draft.conversationMessages[id] ??= []), message)
      for (const note of found.notes) putInOrder((draft.notes[id] ??= []), note)
      for (const rating of found.ratings) putInOrder((draft.ratings[id] ??= []), rating)
    })
    return found.head
  }
  const load = async () => {
    setState('loading')
    try {
      await fetchAll()
      setState('ready')
    } catch (thrown) {
      setError(errorText(thrown))
      setState(errorCodeOf(thrown) === 'not_found' ? 'missing' : 'failed')
    }
  }
  const loadEarlier = async () => {
    const oldest = feed.state.conversationMessages[id]?.[0]
    if (!oldest || earlier() === 0) return
    try {
      const page = await api.inbox.listEarlierMessages.query({ conversationId: id, before: oldest.id })
      if (gone) return
      feed.update((draft) => {
        for (const message of page.messages) putInOrder((draft.conversationMessages[id] ??= []), message)
      })
      setEarlier(page.earlier)
    } catch (thrown) {
      inbox.toasts.show(errorText(thrown), { tone: 'bad' })
    }
  }
  // From here on the feed has a place to put what happens while the answer is on its way.
  feed.update((draft) => {
    draft.conversationMessages[id] ??= []
    draft.notes[id] ??= []
    draft.ratings[id] ??= []
  })
  feed.refetchOnResync(fetchAll)
  onCleanup(() => {
    gone = true
    feed.update((draft) => {
      delete draft.conversationMessages[id]
      delete draft.notes[id]
      delete draft.ratings[id]
    })
  })
  loadAgainOnceBack(() => state() === 'failed', load)
  void load()
  return { state, error, conversation, entries, outgoing, load, earlier, loadEarlier, beginsAt }
}
export type OpenedConversation = ReturnType<typeof createOpenedConversation>
