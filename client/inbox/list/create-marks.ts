import { createMemo, createSignal } from 'solid-js'
import type { ConversationId } from '@atrium/shared/ids.ts'
import { MOST_AT_ONCE } from '@atrium/shared/inbox/triage.ts'

/** Several conversations of those that are listed: what has left the list is marked no more, so that one sees what one changes. */
export function createMarks(shownIds: () => ConversationId[]) {
  const [chosen, setChosen] = createSignal<ReadonlySet<ConversationId>>(new Set())
  const marked = createMemo((): ReadonlySet<ConversationId> =>
    chosen().size === 0 ? chosen() : new Set(shownIds().filter((id) => chosen().has(id))),
  )
  return {
    marked,
    toggleMark(id: ConversationId) {
      const others = [...marked()].filter((other) => other !== id)
      setChosen(new Set(marked().has(id) ? others : [...others, id]))
    },
    markAll: () => setChosen(new Set(shownIds().slice(0, MOST_AT_ONCE))),
    clearMarks: () => setChosen(new Set<ConversationId>()),
  }
}
