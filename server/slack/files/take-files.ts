import type { Tx } from '@atrium/db/transaction.ts'
import type { FileId, MessageId } from '@atrium/shared/ids.ts'
import { receiveFiles } from '../../chat/files/receive-files.ts'
import { removeReceivedFiles } from '../../chat/files/remove-received-files.ts'
import { settleReceivedFile } from '../../chat/files/settle-received-file.ts'
import { ingressActor, type InstallationScope } from '../ingress/installation-scope.ts'
import type { SlackMessage } from '../ingress/slack-message.rules.ts'
import { insertFetches } from './fetch.queries.ts'
import { describeFile, fetchableOf, isGone, type SlackFile } from './received-file.rules.ts'
import { filesOfSlackMessage, insertReceived } from './slack-file.queries.ts'

type IdentifiedFile = SlackFile & { id: string }

/** Those that a message has still; without an id there is nothing to ask for. */
export function filesOf({ content }: Pick<SlackMessage, 'content'>): IdentifiedFile[] {
  const standing = (content.files ?? []).filter((file) => !isGone(file))
  const byId = new Map(standing.flatMap((file) => (file.id ? [[file.id, { ...file, id: file.id }] as const] : [])))
  return [...byId.values()]
}

/** From now on the bytes of a message's files are to be fetched, or it is said why there are none. `fileIds`: ours, in the same order. */
export async function oweFetches(
  tx: Tx,
  scope: InstallationScope,
  { message, files, fileIds }: { message: SlackMessage; files: readonly IdentifiedFile[]; fileIds: readonly FileId[] },
): Promise<void> {
  const { organizationId, installationId, nowMs } = scope
  const { channelId, ts } = message
  const pairs = files.flatMap((file, index) => {
    const fileId = fileIds[index]
    return fileId ? [{ file, fileId, slackFileId: file.id, fetchable: fetchableOf(file) }] : []
  })
  await insertReceived(tx, scope, { channelId, ts, files: pairs })
  const fetches = pairs.filter(({ fetchable }) => fetchable === 'ask' || 'address' in fetchable)
  await insertFetches(
    tx,
    fetches.map(({ fileId, slackFileId }) => ({ organizationId, installationId, channelId, fileId, slackFileId })),
  )
  for (const { fileId, fetchable } of pairs) {
    if (fetchable === 'ask' || 'address' in fetchable) continue
    await settleReceivedFile(tx, ingressActor(scope), { fileId, outcome: { state: 'failed', failure: fetchable.failure }, nowMs })
  }
}

/** A message as it stands in Slack by now: files that it has lost go here, too, and such as were added come. */
export async function followFiles(
  tx: Tx,
  scope: InstallationScope,
  { message, messageId, deliveryId }: { message: SlackMessage; messageId: MessageId; deliveryId: string | null },
): Promise<void> {
  const { channelId, ts } = message
  const known = await filesOfSlackMessage(tx, scope, { channelId, ts, deliveryId })
  const there = filesOf(message)
  const standing = new Set(there.map(({ id }) => id))
  const gone = known.filter((file) => file.messageId !== null && !standing.has(file.slackFileId)).map(({ fileId }) => fileId)
  const actor = ingressActor(scope)
  const files = there.filter(({ id }) => known.every(({ slackFileId }) => slackFileId !== id))
  if (files.length > 0) {
    const fileIds = await receiveFiles(tx, actor, { messageId, files: files.map(describeFile) })
    await oweFetches(tx, scope, { message, files, fileIds })
  }
  if (gone.length > 0) await removeReceivedFiles(tx, actor, { messageId, fileIds: gone, removedAtMs: scope.nowMs })
}
