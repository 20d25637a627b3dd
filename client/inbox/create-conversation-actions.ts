import type { ConversationId } from '@atrium/shared/ids.ts'
import { TRIAGED, type TriageChange, type Triaged, type UndoStep } from '@atrium/shared/inbox/triage.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import type { Api } from '../realtime/connection.ts'
import { errorText } from '../realtime/error-text.ts'
import type { Feed } from '../realtime/feed.tsx'
import type { Toasts } from '../ui/toast.tsx'

export interface ConversationActions {
  /** Of one or of many. `said`: what is told afterwards, with a way back. */
  triage(ids: readonly ConversationId[], change: TriageChange, said?: string): Promise<void>
  /** Takes back the last change of this page that was not taken back yet. */
  undoLast(): void
}

/** So many changes can be taken back, one after the other. */
const MOST_UNDONE = 50

/** Each shows at once and is taken back, with a word about why, when the server refuses. */
export function createConversationActions(parts: { api: Api; feed: Feed; toasts: Toasts }): ConversationActions {
  const { api, feed, toasts } = parts
  const take = (conversations: readonly ConversationView[]) => {
    for (const conversation of conversations) feed.apply({ kind: 'inbox.conversationChanged', payload: { conversation } })
  }
  const done: UndoStep[][] = []
  const undo = async (steps: UndoStep[]) => {
    const index = done.indexOf(steps)
    if (index === -1) return
    done.splice(index, 1)
    try {
      take((await api.inbox.undoTriage.mutate({ steps })).conversations)
      toasts.show('Taken back.')
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
      if (outcome.undo.length === 0) return
      done.push(outcome.undo)
      if (done.length > MOST_UNDONE) done.shift()
      if (said) toasts.show(said, { action: { label: 'Undo', run: () => void undo(outcome.undo) } })
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
    undoLast() {
      const steps = done.at(-1)
      if (steps) void undo(steps)
      else toasts.show('There is nothing to take back.')
    },
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
