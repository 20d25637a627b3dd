import type { Tx } from '@atrium/db/transaction.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import type { FileId, MessageId } from '@atrium/shared/ids.ts'
import { appendRevision } from '../append-message-change.ts'
import { lockMessage, updateMessage } from '../messages.queries.ts'
import { keptName } from './file-name.rules.ts'
import { findFile } from './files.queries.ts'

/** What was learnt of a file whose bytes are on their way. What stands so already, or has gone, changes nothing. */
export async function describeReceivedFile(
  tx: Tx,
  { organizationId }: SystemActor,
  { fileId, name, sizeBytes }: { fileId: FileId; name: string; sizeBytes: number },
): Promise<void> {
  const key = { organizationId, fileId }
  const messageId = (await findFile(tx, key))?.message_id as MessageId | null | undefined
  // The message first, as whoever deletes it does.
  if (!messageId || !(await lockMessage(tx, organizationId, messageId))) return
  const file = await findFile(tx, key)
  const known = { name: keptName(name), size_bytes: Math.max(0, Math.trunc(sizeBytes)) }
  if (file?.state !== 'fetching' || (file.name === known.name && file.size_bytes === known.size_bytes)) return
  await tx.updateTable('file').set(known).where('organization_id', '=', organizationId).where('id', '=', fileId).execute()
  await appendRevision(tx, organizationId, await updateMessage(tx, { organizationId, id: messageId }, {}))
}
