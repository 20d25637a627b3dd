import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId, type ClientMutationId, type ConversationId, type ConversationMessageId } from '@atrium/shared/ids.ts'
import { callerIdOf, type AgentActor } from '@atrium/shared/identity/actor.ts'
import type { ConversationMessageView } from '@atrium/shared/inbox/views.ts'
import { once } from '../realtime/client-mutation.ts'
import { appendConversationMessageChange } from './append-inbox-change.ts'
import { insertConversationMessage } from './conversation-messages.queries.ts'
import { writableText } from './conversation.rules.ts'
import { lockConversation } from './conversations.queries.ts'
import { touchConversation } from './touch-conversation.ts'

export interface Reply {
  clientId: ClientMutationId
  conversationId: ConversationId
  /** Markdown; the customer reads it. */
  text: string
  nowMs: number
}

/**
 * The agent answers the customer. The member who writes first takes the conversation, unless it has an assignee.
 * @throws not_found, bad_input
 */
export function reply(tx: Tx, actor: AgentActor, { clientId, conversationId, text, nowMs }: Reply): Promise<ConversationMessageView> {
  const { organizationId } = actor
  const writerId = actor.kind === 'member' ? actor.personId : null
  return once(tx, { actor, clientId, procedure: 'inbox.reply' }, async () => {
    const writable = writableText(text)
    const conversation = await lockConversation(tx, organizationId, conversationId)
    if (!conversation) throw new AtriumError('not_found')
    const message = await insertConversationMessage(tx, {
      organization_id: organizationId,
      id: newId<ConversationMessageId>(nowMs),
      conversation_id: conversationId,
      author_kind: writerId ? 'member' : 'automation',
      author_id: callerIdOf(actor),
      text: writable,
      created_at: new Date(nowMs),
    })
    const told = appendConversationMessageChange(tx, message)
    const assigneeId = conversation.assignee_id ?? writerId
    await touchConversation(tx, organizationId, { conversation, activityAtMs: nowMs, ...(assigneeId && { assigneeId }) })
    return told
  })
}
