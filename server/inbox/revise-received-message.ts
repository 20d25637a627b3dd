import type { Tx } from '@atrium/db/transaction.ts'
import { storableText } from '@atrium/shared/chat/storable-text.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ConversationMessageId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import type { ConversationMessageView } from '@atrium/shared/inbox/views.ts'
import { appendConversationMessageChange } from './append-inbox-change.ts'
import { lockConversationMessage, updateConversationMessage } from './conversation-messages.queries.ts'
import { lockConversationOfMessage } from './conversations.queries.ts'
import { presentConversationMessage } from './present-inbox.ts'
import { touchConversation } from './touch-conversation.ts'

/** Edits come in any order: the latest wins, and none revives a deleted message. @returns the message as it now is. @throws not_found */
export function editReceivedMessage(
  tx: Tx,
  actor: SystemActor,
  { messageId, text, editedAtMs }: { messageId: ConversationMessageId; text: string; editedAtMs: number },
): Promise<ConversationMessageView> {
  return revise(tx, actor, {
    messageId,
    stands: (message) => message.editedAt !== null && message.editedAt >= editedAtMs,
    patch: { text: storableText(text), edited_at: new Date(editedAtMs) },
  })
}

/** Leaves a tombstone without text. @throws not_found */
export function deleteReceivedMessage(
  tx: Tx,
  actor: SystemActor,
  { messageId, deletedAtMs }: { messageId: ConversationMessageId; deletedAtMs: number },
): Promise<ConversationMessageView> {
  return revise(tx, actor, { messageId, stands: () => false, patch: { text: '', deleted_at: new Date(deletedAtMs) } })
}

interface Revision {
  messageId: ConversationMessageId
  /** Whether the message is newer than this revision of it. */
  stands: (message: ConversationMessageView) => boolean
  patch: { text: string; edited_at?: Date; deleted_at?: Date }
}

async function revise(tx: Tx, { organizationId }: SystemActor, { messageId, stands, patch }: Revision): Promise<ConversationMessageView> {
  const conversation = await lockConversationOfMessage(tx, organizationId, messageId)
  const row = conversation && (await lockConversationMessage(tx, organizationId, messageId))
  if (!row) throw new AtriumError('not_found')
  const message = presentConversationMessage(row)
  if (message.deletedAt !== null || stands(message)) return message
  const revised = appendConversationMessageChange(tx, await updateConversationMessage(tx, { organizationId, id: messageId }, patch))
  await touchConversation(tx, organizationId, { conversation })
  return revised
}
