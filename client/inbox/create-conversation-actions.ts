import type { ConversationId, MemberId } from '@atrium/shared/ids.ts'
import { TRIAGED, type TriageChange, type Triaged, type UndoStep } from '@atrium/shared/inbox/triage.ts'
import type { ConversationStatus, ConversationView, Priority } from '@atrium/shared/inbox/views.ts'
import type { Api } from '../realtime/connection.ts'
import { errorText } from '../realtime/error-text.ts'
import type { Feed } from '../realtime/feed.tsx'
import type { Toasts } from '../ui/toast.tsx'
import { STATUS_LABELS } from './labels.ts'

export interface ConversationActions {
  /** Of one or of many. `said`: what is told afterwards, with a way back. */
  triage(ids: readonly ConversationId[], change: TriageChange, said?: string): Promise<void>
  setStatus(id: ConversationId, status: ConversationStatus): void
  assign(id: ConversationId, assigneeId: MemberId | null): void
  setPriority(id: ConversationId, priority: Priority): void
}

/** Each shows at once and is taken back, with a word about why, when the server refuses. */
export function createConversationActions(parts: { api: Api; feed: Feed; toasts: Toasts }): ConversationActions {
  const { api, feed, toasts } = parts
  const take = (conversations: readonly ConversationView[]) => {
    for (const conversation of conversations) feed.apply({ kind: 'inbox.conversationChanged', payload: { conversation } })
  }
  const undo = async (steps: UndoStep[]) => {
    try {
      take((await api.inbox.undoTriage.mutate({ steps })).conversations)
    } catch (error) {
      toasts.show(errorText(error), { tone: 'bad' })
    }
  }
  const triage: ConversationActions['triage'] = async (ids, change, said) => {
    const known = ids.flatMap((id) => feed.state.conversations[id] ?? [])
    const before = known.map((conversation): [ConversationId, number, Triaged] => [
      conversation.id,
      conversation.rev,
      settable(conversation),
    ])
    feed.update((draft) => {
      for (const { id } of known) Object.assign(draft.conversations[id] ?? {}, shownAtOnce(change))
    })
    try {
      const outcome = await api.inbox.triageConversations.mutate({ conversationIds: [...ids], change })
      take(outcome.conversations)
      if (said && outcome.undo.length > 0) toasts.show(said, { action: { label: 'Undo', run: () => void undo(outcome.undo) } })
    } catch (error) {
      feed.update((draft) => {
        for (const [id, rev, values] of before) {
          const now = draft.conversations[id]
          // Somebody else's change that came meanwhile is the truth.
          if (now?.rev === rev) Object.assign(now, values)
        }
      })
      toasts.show(errorText(error), { tone: 'bad' })
    }
  }
  return {
    triage,
    setStatus(id, status) {
      const conversation = feed.state.conversations[id]
      if (!conversation || conversation.status === status) return
      void triage([id], { status }, `#${conversation.number} is ${STATUS_LABELS[status].toLowerCase()}.`)
    },
    assign: (id, assigneeId) => void triage([id], { assigneeId }),
    setPriority: (id, priority) => void triage([id], { priority }),
  }
}

function settable(conversation: ConversationView): Triaged {
  return Object.fromEntries(TRIAGED.map((key) => [key, conversation[key]])) as unknown as Triaged
}

/** What needs no answer of the server's. */
function shownAtOnce({ status, snoozedUntil, priority, assigneeId }: TriageChange): Partial<Triaged> {
  return {
    ...(status === undefined ? {} : { status, snoozedUntil: snoozedUntil ?? null }),
    ...(priority === undefined ? {} : { priority }),
    ...(assigneeId === undefined ? {} : { assigneeId }),
  }
}
