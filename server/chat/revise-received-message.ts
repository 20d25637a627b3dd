import type { Tx } from '@atrium/db/transaction.ts'
import { storableText } from '@atrium/shared/chat/storable-text.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { MessageId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import { appendRevision } from './append-message-change.ts'
import { deleteFilesOfMessage } from './files/files.queries.ts'
import { lockMessage, updateMessage } from './messages.queries.ts'
import { presentMessage } from './present-chat.ts'
import { removeAllReactions } from './reactions.queries.ts'

interface ReceivedEdit {
  messageId: MessageId
  text: string
  editedAtMs: number
  /** Whoever calls knows by the other side's own clock that it is the latest; that clock and ours may differ. */
  isLatest?: boolean
}

/**
 * Edits come in any order: the latest wins, none revives a deleted message, and one that says what stands changes nothing.
 * @returns the message as it now is. @throws not_found
 */
export async function editReceivedMessage(tx: Tx, actor: SystemActor, edit: ReceivedEdit): Promise<MessageView> {
  const { organizationId } = actor
  const row = await lockMessage(tx, organizationId, edit.messageId)
  if (!row) throw new AtriumError('not_found')
  const lastMs = row.edited_at?.getTime() ?? 0
  const text = storableText(edit.text)
  if (row.deleted_at || text === row.text || (!edit.isLatest && lastMs >= edit.editedAtMs)) return presentMessage(row)
  const patch = { text, edited_at: new Date(Math.max(edit.editedAtMs, lastMs)) }
  return appendRevision(tx, organizationId, await updateMessage(tx, { organizationId, id: edit.messageId }, patch))
}

/** Leaves a tombstone without text and files. @throws not_found */
export async function deleteReceivedMessage(
  tx: Tx,
  actor: SystemActor,
  { messageId, deletedAtMs }: { messageId: MessageId; deletedAtMs: number },
): Promise<MessageView> {
  const { organizationId } = actor
  const row = await lockMessage(tx, organizationId, messageId)
  if (!row) throw new AtriumError('not_found')
  if (row.deleted_at) return presentMessage(row)
  await removeAllReactions(tx, organizationId, messageId)
  await deleteFilesOfMessage(tx, organizationId, messageId)
  const patch = { text: '', deleted_at: new Date(deletedAtMs) }
  return appendRevision(tx, organizationId, await updateMessage(tx, { organizationId, id: messageId }, patch))
}
