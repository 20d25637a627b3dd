import { createSignal, onMount } from 'solid-js'
import type { ConversationId } from '@atrium/shared/ids.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { put } from '@atrium/shared/realtime/put-view.ts'
import type { InboxModel } from '../inbox-context.tsx'
import { createConversationSearch } from '../search/create-conversation-search.ts'

const SUGGESTED = 8

/** What a conversation may be merged into: what is searched for, else others of the same customer and what is listed. */
export function createMergeTargets(inbox: InboxModel, from: ConversationId) {
  const { api, feed } = inbox
  const search = createConversationSearch({ api, feed })
  const [ofCustomer, setOfCustomer] = createSignal<ConversationId[]>([])
  onMount(async () => {
    const customerId = feed.state.conversations[from]?.customer?.id
    if (!customerId) return
    try {
      const { conversations } = await api.inbox.listConversations.query({ customerId, limit: SUGGESTED })
      feed.update((draft) => conversations.forEach((conversation) => put(draft.conversations, conversation.id, conversation)))
      setOfCustomer(conversations.map(({ id }) => id))
    } catch {
      // They are suggestions: without them one searches.
    }
  })
  const known = (ids: readonly ConversationId[]) => ids.flatMap((id) => feed.state.conversations[id] ?? [])
  const fits = ({ id, mergedInto }: ConversationView) => id !== from && mergedInto === null
  const suggested = () =>
    known([...new Set([...ofCustomer(), ...inbox.shownIds()])])
      .filter(fits)
      .slice(0, SUGGESTED)
  return {
    ...search,
    found: () => (search.isOn() ? known(search.ids()).filter(fits) : suggested()),
  }
}
