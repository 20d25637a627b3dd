import { jsonb } from '@atrium/db/json.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { storableText } from '@atrium/shared/chat/storable-text.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId, type ContactId, type ConversationId, type ConversationMessageId, type MemberId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import type { ConversationMessageView, ConversationStatus } from '@atrium/shared/inbox/views.ts'
import { adoptContact } from './adopt-contact.ts'
import { appendConversationMessageChange } from './append-inbox-change.ts'
import { insertConversationMessage } from './conversation-messages.queries.ts'
import { statusAfterContactMessage } from './conversation.rules.ts'
import { lockWhereItGoesOn } from './conversations.queries.ts'
import { touchConversation } from './touch-conversation.ts'

interface Received {
  conversationId: ConversationId
  /** Markdown. */
  text: string
  createdAtMs: number
}

/** A customer went on writing: wakes and reopens the conversation, unless where they wrote it they count as an agent. @throws not_found */
export async function receiveContactMessage(
  tx: Tx,
  actor: SystemActor,
  input: Received & { contactId: ContactId; asAgent?: boolean },
): Promise<ConversationMessageView> {
  const { organizationId } = actor
  const { asAgent = false } = input
  const locked = await lockWhereItGoesOn(tx, organizationId, input.conversationId)
  if (!locked) throw new AtriumError('not_found')
  // Whoever counts as an agent is not whom it is with.
  const conversation = asAgent ? locked : await adoptContact(tx, organizationId, { conversation: locked, contactId: input.contactId })
  const message = await insertConversationMessage(tx, {
    ...newMessage(actor, input, conversation.id as ConversationId),
    author_kind: 'contact',
    author_id: input.contactId,
    as_agent: asAgent,
  })
  const told = appendConversationMessageChange(tx, message)
  const before = conversation.status as ConversationStatus
  const status = asAgent ? before : statusAfterContactMessage(before)
  await touchConversation(tx, organizationId, { conversation, activityAtMs: input.createdAtMs, status })
  return told
}

/** An agent answered where the customer is, outside Atrium; so it need not be sent any more. @throws not_found */
export async function receiveMemberMessage(
  tx: Tx,
  actor: SystemActor,
  input: Received & { memberId: MemberId },
): Promise<ConversationMessageView> {
  const { organizationId } = actor
  const conversation = await lockWhereItGoesOn(tx, organizationId, input.conversationId)
  if (!conversation) throw new AtriumError('not_found')
  const message = await insertConversationMessage(tx, {
    ...newMessage(actor, input, conversation.id as ConversationId),
    author_kind: 'member',
    author_id: input.memberId,
    bridge: jsonb({ state: 'sent', permalink: null }) as never,
  })
  const told = appendConversationMessageChange(tx, message)
  await touchConversation(tx, organizationId, { conversation, activityAtMs: input.createdAtMs })
  return told
}

function newMessage(
  { organizationId }: SystemActor,
  { conversationId: place, text, createdAtMs }: Received,
  conversationId: ConversationId,
) {
  return {
    written_in: place === conversationId ? null : place,
    organization_id: organizationId,
    id: newId<ConversationMessageId>(createdAtMs),
    conversation_id: conversationId,
    text: storableText(text),
    created_at: new Date(createdAtMs),
  }
}
