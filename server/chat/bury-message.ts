import type { Tx } from '@atrium/db/transaction.ts'
import type { ThreadNews } from '@atrium/shared/chat/views.ts'
import type { MessageId, OrganizationId } from '@atrium/shared/ids.ts'
import { deleteFilesOfMessage } from './files/files.queries.ts'
import { updateMessage } from './messages.queries.ts'
import type { MessageRow } from './present-chat.ts'
import { removeAllReactions } from './reactions.queries.ts'
import { lockRoots, recountThreads, removeUnread } from './threads.queries.ts'

interface Buried {
  row: MessageRow
  /** Of a reply: what is shown under the message that its thread began with, now. */
  root: ThreadNews | undefined
}

/** Leaves a tombstone without text, reactions and files, unread to nobody. A thread under it stays. Hold the message. */
export async function buryMessage(
  tx: Tx,
  organizationId: OrganizationId,
  { id, threadRootId, atMs }: { id: MessageId; threadRootId: MessageId | null; atMs: number },
): Promise<Buried> {
  if (threadRootId) await lockRoots(tx, organizationId, [threadRootId])
  await removeAllReactions(tx, organizationId, id)
  await deleteFilesOfMessage(tx, organizationId, id)
  const row = await updateMessage(tx, { organizationId, id }, { text: '', deleted_at: new Date(atMs) })
  if (!threadRootId) return { row, root: undefined }
  await removeUnread(tx, organizationId, id)
  return { row, root: (await recountThreads(tx, organizationId, [threadRootId])).get(threadRootId) }
}
