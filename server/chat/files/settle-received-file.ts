import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import type { FileId, MessageId } from '@atrium/shared/ids.ts'
import { appendRevision } from '../append-message-change.ts'
import { lockMessage, updateMessage } from '../messages.queries.ts'
import { presentMessage } from '../present-chat.ts'
import { deleteChunks } from './chunks.queries.ts'
import { findFile, settleFile } from './files.queries.ts'
import type { KeptBytes } from './keep-bytes.ts'
import { storeFile } from './store-file.ts'

export type FetchOutcome =
  | ({ state: 'stored' } & KeptBytes)
  /** `failure` in words for people. */
  | { state: 'failed'; failure: string }

/**
 * Says how it went with the bytes of a file from outside, once: what was settled stays as it is. @returns the file's message.
 * @throws not_found when the file is gone, as it is with a deleted message.
 */
export async function settleReceivedFile(
  tx: Tx,
  actor: SystemActor,
  { fileId, outcome, nowMs }: { fileId: FileId; outcome: FetchOutcome; nowMs: number },
): Promise<MessageView> {
  const { organizationId } = actor
  const key = { organizationId, fileId }
  const messageId = (await findFile(tx, key))?.message_id as MessageId | null | undefined
  // The message first, as whoever deletes it does.
  const message = messageId ? await lockMessage(tx, organizationId, messageId) : undefined
  const file = message && (await findFile(tx, key))
  if (!message || !file) throw new AtriumError('not_found')
  if (file.state !== 'fetching') return presentMessage(message)
  if (outcome.state === 'stored') await storeFile(tx, key, { kept: outcome, nowMs })
  else await fail(tx, key, outcome.failure)
  return appendRevision(tx, organizationId, await updateMessage(tx, { organizationId, id: message.id as MessageId }, {}))
}

async function fail(tx: Tx, key: Parameters<typeof deleteChunks>[1], failure: string): Promise<void> {
  await deleteChunks(tx, key)
  await settleFile(tx, key, { state: 'failed', failure })
}
