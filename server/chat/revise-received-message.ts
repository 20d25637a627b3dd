import type { Tx } from '@atrium/db/transaction.ts'
import { storableText } from '@atrium/shared/chat/storable-text.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { MessageId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import { appendRevision } from './append-message-change.ts'
import { lockMessage, updateMessage } from './messages.queries.ts'
import { presentMessage } from './present-chat.ts'

interface ReceivedEdit {
  messageId: MessageId
  text: string
  editedAtMs: number
}

/** Edits come in any order: the latest wins, and none revives a deleted message. @returns the message as it now is. @throws not_found */
export async function editReceivedMessage(tx: Tx, actor: SystemActor, edit: ReceivedEdit): Promise<MessageView> {
  const { organizationId } = actor
  const row = await lockMessage(tx, organizationId, edit.messageId)
  if (!row) throw new AtriumError('not_found')
  if (row.deleted_at || (row.edited_at && row.edited_at.getTime() >= edit.editedAtMs)) return presentMessage(row)
  const patch = { text: storableText(edit.text), edited_at: new Date(edit.editedAtMs) }
  return appendRevision(tx, organizationId, await updateMessage(tx, { organizationId, id: edit.messageId }, patch))
}

/** Leaves a tombstone without text. @throws not_found */
export async function deleteReceivedMessage(
  tx: Tx,
  actor: SystemActor,
  { messageId, deletedAtMs }: { messageId: MessageId; deletedAtMs: number },
): Promise<MessageView> {
  const { organizationId } = actor
  const row = await lockMessage(tx, organizationId, messageId)
  if (!row) throw new AtriumError('not_found')
  if (row.deleted_at) return presentMessage(row)
  const patch = { text: '', deleted_at: new Date(deletedAtMs) }
  return appendRevision(tx, organizationId, await updateMessage(tx, { organizationId, id: messageId }, patch))
}
