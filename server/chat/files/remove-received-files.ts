import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import type { FileId, MessageId } from '@atrium/shared/ids.ts'
import { appendRevision } from '../append-message-change.ts'
import { lockMessage, updateMessage } from '../messages.queries.ts'
import { presentMessage } from '../present-chat.ts'
import { deleteReceivedMessage } from '../revise-received-message.ts'

interface Removal {
  messageId: MessageId
  fileIds: readonly FileId[]
  removedAtMs: number
}

/**
 * Files of a message that were taken away outside, with their bytes. With the last of them goes a message that says nothing. Once is as
 * good as twice. @returns the message as it now is. @throws not_found
 */
export async function removeReceivedFiles(tx: Tx, actor: SystemActor, { messageId, fileIds, removedAtMs }: Removal): Promise<MessageView> {
  const { organizationId } = actor
  const message = await lockMessage(tx, organizationId, messageId)
  if (!message) throw new AtriumError('not_found')
  const gone = message.files.filter(({ id }) => fileIds.includes(id))
  if (message.deleted_at || gone.length === 0) return presentMessage(message)
  if (message.text === '' && gone.length === message.files.length)
    return deleteReceivedMessage(tx, actor, { messageId, deletedAtMs: removedAtMs })
  await tx
    .deleteFrom('file')
    .where('organization_id', '=', organizationId)
    .where('message_id', '=', messageId)
    .where(sql<boolean>`id = any(${gone.map(({ id }) => id)}::uuid[])`)
    .execute()
  return appendRevision(tx, organizationId, await updateMessage(tx, { organizationId, id: messageId }, {}))
}
