import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import { newId, type FileId, type MessageId, type PersonId } from '@atrium/shared/ids.ts'
import { appendRevision } from '../append-message-change.ts'
import { lockMessage, updateMessage } from '../messages.queries.ts'
import { declaredType, keptName } from './file-name.rules.ts'
import { insertFiles } from './files.queries.ts'

/** As the other side describes it. */
export interface ReceivedFile {
  name: string
  mimeType: string
  sizeBytes: number
  /** In pixels; null where it is no image. */
  width: number | null
  height: number | null
}

/**
 * Files that came with a message from outside, after those it has. Their bytes are still to be fetched: `keepBytes`, then
 * `settleReceivedFile`. A deleted message takes none. @returns their ids, in the same order. @throws not_found
 */
export async function receiveFiles(
  tx: Tx,
  actor: SystemActor,
  { messageId, files }: { messageId: MessageId; files: readonly ReceivedFile[] },
): Promise<FileId[]> {
  const { organizationId } = actor
  const message = await lockMessage(tx, organizationId, messageId)
  if (!message) throw new AtriumError('not_found')
  if (message.deleted_at || files.length === 0) return []
  const ids = await insertReceivedFiles(tx, actor, {
    message: {
      id: messageId,
      authorId: message.author_id as PersonId,
      createdAtMs: message.created_at.getTime(),
      held: message.files.length,
    },
    files,
  })
  await appendRevision(tx, organizationId, await updateMessage(tx, { organizationId, id: messageId }, {}))
  return ids
}

/** The same, for a message that nobody was told of yet. */
export async function insertReceivedFiles(
  tx: Tx,
  { organizationId }: SystemActor,
  { message, files }: { message: { id: MessageId; authorId: PersonId; createdAtMs: number; held: number }; files: readonly ReceivedFile[] },
): Promise<FileId[]> {
  const rows = files.map(({ name, mimeType, sizeBytes, width, height }, index) => ({
    id: newId<FileId>(message.createdAtMs),
    uploadedBy: message.authorId,
    name: keptName(name),
    mimeType: mimeType.startsWith('image/') ? mimeType.slice(0, 100) : declaredType(mimeType),
    sizeBytes: Math.max(0, Math.trunc(sizeBytes)),
    dimensions: isPixels(width) && isPixels(height) ? { width, height } : null,
    messageId: message.id,
    position: message.held + index,
    createdAtMs: message.createdAtMs,
  }))
  await insertFiles(tx, organizationId, rows)
  return rows.map(({ id }) => id)
}

const isPixels = (count: number | null): count is number => count !== null && Number.isInteger(count) && count > 0 && count < 1_000_000
