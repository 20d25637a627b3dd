import type { ConversationId, MemberId } from '@atrium/shared/ids.ts'
import type { ConversationStatus, ConversationView, Priority } from '@atrium/shared/inbox/views.ts'
import type { Api } from '../realtime/connection.ts'
import { errorText } from '../realtime/error-text.ts'
import type { Feed } from '../realtime/feed.tsx'
import type { Toasts } from '../ui/toast.tsx'
import { STATUS_LABELS } from './labels.ts'

type Settable = Pick<ConversationView, 'status' | 'assigneeId' | 'priority'>

export interface ConversationActions {
  setStatus(id: ConversationId, status: ConversationStatus): void
  assign(id: ConversationId, assigneeId: MemberId | null): void
  setPriority(id: ConversationId, priority: Priority): void
}

/** Each shows at once and is taken back, with a word about why, when the server refuses. */
export function createConversationActions(parts: { api: Api; feed: Feed; toasts: Toasts }): ConversationActions {
  const { api, feed, toasts } = parts
  const change = async (id: ConversationId, patch: Partial<Settable>, save: () => Promise<unknown>) => {
    const before = feed.state.conversations[id]
    if (!before) return
    const { rev, status, assigneeId, priority } = before
    feed.update((draft) => void Object.assign(draft.conversations[id] ?? {}, patch))
    try {
      await save()
    } catch (error) {
      feed.update((draft) => {
        const now = draft.conversations[id]
        // Somebody else's change that came meanwhile is the truth.
        if (now?.rev === rev) Object.assign(now, { status, assigneeId, priority })
      })
      toasts.show(errorText(error), { tone: 'bad' })
    }
  }
  const setStatus = (conversationId: ConversationId, status: ConversationStatus) => {
    const known = feed.state.conversations[conversationId]
    if (!known || known.status === status) return
    const before = known.status
    void change(conversationId, { status }, () => api.inbox.setStatus.mutate({ conversationId, status }))
    toasts.show(`#${known.number} is ${STATUS_LABELS[status].toLowerCase()}.`, {
      action: {
        label: 'Undo',
        run: () => void change(conversationId, { status: before }, () => api.inbox.setStatus.mutate({ conversationId, status: before })),
      },
    })
  }
  return {
    setStatus,
    assign: (conversationId, assigneeId) =>
      void change(conversationId, { assigneeId }, () => api.inbox.assign.mutate({ conversationId, assigneeId })),
    setPriority: (conversationId, priority) =>
      void change(conversationId, { priority }, () => api.inbox.setPriority.mutate({ conversationId, priority })),
  }
}
