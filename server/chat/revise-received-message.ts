import type { Tx } from '@atrium/db/transaction.ts'
import { storableText } from '@atrium/shared/chat/storable-text.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { MessageId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import { appendRevision } from './append-message-change.ts'
import { buryMessage } from './bury-message.ts'
import { lockMessage, updateMessage } from './messages.queries.ts'
import { presentMessage } from './present-chat.ts'
import { removeUnread } from './threads.queries.ts'

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

/** A reply that was broadcast outside after it was written; nothing takes it back from the channel. @throws not_found */
export async function broadcastReceivedReply(tx: Tx, actor: SystemActor, messageId: MessageId): Promise<MessageView> {
  const { organizationId } = actor
  const row = await lockMessage(tx, organizationId, messageId)
  if (!row) throw new AtriumError('not_found')
  if (row.deleted_at || row.thread_root_id === null || row.also_in_channel) return presentMessage(row)
  await removeUnread(tx, organizationId, messageId)
  return appendRevision(tx, organizationId, await updateMessage(tx, { organizationId, id: messageId }, { also_in_channel: true }))
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
  const { threadRootId } = presentMessage(row)
  const buried = await buryMessage(tx, organizationId, { id: messageId, threadRootId, atMs: deletedAtMs })
  return appendRevision(tx, organizationId, buried.row, { root: buried.root })
}
