import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId, type ClientMutationId, type ConversationId, type ConversationMessageId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
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

/** The agent answers the customer. Who writes first takes the conversation, unless it has an assignee. @throws not_found, bad_input */
export function reply(tx: Tx, actor: MemberActor, { clientId, conversationId, text, nowMs }: Reply): Promise<ConversationMessageView> {
  const { organizationId, personId } = actor
  return once(tx, { actor, clientId, procedure: 'inbox.reply' }, async () => {
    const writable = writableText(text)
    const conversation = await lockConversation(tx, organizationId, conversationId)
    if (!conversation) throw new AtriumError('not_found')
    const message = await insertConversationMessage(tx, {
      organization_id: organizationId,
      id: newId<ConversationMessageId>(nowMs),
      conversation_id: conversationId,
      author_kind: 'member',
      author_id: personId,
      text: writable,
      created_at: new Date(nowMs),
    })
    const told = appendConversationMessageChange(tx, message)
    await touchConversation(tx, organizationId, { conversation, activityAtMs: nowMs, assigneeId: conversation.assignee_id ?? personId })
    return told
  })
}
