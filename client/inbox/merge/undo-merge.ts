import type { ConversationId } from '@atrium/shared/ids.ts'
import { errorText } from '../../realtime/error-text.ts'
import type { InboxModel } from '../inbox-context.tsx'

/** What was merged is a conversation of its own again, and is opened. */
export async function undoMerge(inbox: InboxModel, id: ConversationId): Promise<void> {
  try {
    const conversation = await inbox.api.inbox.undoConversationMerge.mutate({ conversationId: id })
    inbox.feed.apply({ kind: 'inbox.conversationChanged', payload: { conversation } })
    inbox.open(id)
    inbox.toasts.show(`#${conversation.number} is a conversation of its own again.`)
  } catch (error) {
    inbox.toasts.show(errorText(error), { tone: 'bad' })
  }
}
