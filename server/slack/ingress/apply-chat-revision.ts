import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageId } from '@atrium/shared/ids.ts'
import { removeReceivedFiles } from '../../chat/files/remove-received-files.ts'
import { filesOfSlackMessage, findBySlackFile } from '../files/slack-file.queries.ts'
import { shownTextOf } from '../format/shown-text.ts'
import { ingressActor, type InstallationScope } from './installation-scope.ts'
import { textBesideFiles } from './message-text.ts'
import { NotYet } from './not-yet.ts'
import { hasUntoldShare, isPostedAsSender, owedFor, postsCarrying, standsTwice } from './revision.queries.ts'
import { updateSlackMessage, type KnownMessage, type MessageKey, type SlackEntity } from './slack-message.queries.ts'
import type { SlackMessage } from './slack-message.rules.ts'
import { millisecondsOfTs } from './slack-ts.rules.ts'
import { deleteEntity, editEntity } from './write-entity.ts'

/**
 * An edit of a message that is one of a mention chat, written in Slack or posted there for its author. What shows as we
 * left it is our own edit coming back. A person's edit is theirs; while one of ours waits, ours will be the later one.
 * @throws NotYet while a call of ours is under way: only its answer tells which of the two came later
 */
export async function applyChatEdit(
  tx: Tx,
  scope: InstallationScope,
  { message, editedTs, entity }: { message: SlackMessage; editedTs: string; entity: SlackEntity },
): Promise<void> {
  const posts = await postsCarrying(tx, scope, entity.id)
  const own = posts.find(({ ts, channelId }) => ts === message.ts && channelId === message.channelId)
  const shown = shownTextOf(message.content)
  const set = (shownText: string | null) =>
    updateSlackMessage(tx, scope, { key: message, set: { edited_ts: editedTs, early_text: null, shown_text: shownText } })
  if ((own?.isShare ? (own.shownText ?? '') : own?.shownText) === shown) return set(shown)
  const { waiting, underWay } = await owedFor(tx, scope, entity.id)
  if (underWay) throw new NotYet('what we have sent about the message is not answered yet')
  // It shows ours again once that has gone out.
  if (waiting) return set(own?.shownText ?? null)
  await set(own?.deliveryId ? shown : null)
  const speaking = posts.filter((post) => post === own || !post.isShare || post.shownText)
  const text =
    speaking.length > 1
      ? joined(speaking.map((post) => (post === own ? shown : post.shownText)))
      : await textBesideFiles(tx, scope, message.content)
  await editEntity(tx, scope, { entity, text, editedAtMs: millisecondsOfTs(editedTs) })
}

/**
 * A message of a mention chat is gone from Slack, or one of those that carry it: in parts, or its words and its files apart. What is
 * left stays. @throws NotYet while others of its parts are on their way
 */
export async function applyChatDelete(
  tx: Tx,
  scope: InstallationScope,
  { key, known, entity, atMs }: { key: MessageKey; known: KnownMessage; entity: SlackEntity; atMs: number },
): Promise<void> {
  const { deliveryId } = known
  if (deliveryId && !(await isPostedAsSender(tx, scope, deliveryId))) return
  if (deliveryId && (await owedFor(tx, scope, entity.id)).underWay)
    throw new NotYet('what we have sent about the message is not answered yet')
  const gone = (await postsCarrying(tx, scope, entity.id)).find(({ ts, channelId }) => ts === key.ts && channelId === key.channelId)
  await updateSlackMessage(tx, scope, { key, set: { deleted: true, early_text: null } })
  // A double that was cleaned up takes nothing away.
  if (deliveryId && (await standsTwice(tx, scope, deliveryId))) return
  const left = await postsCarrying(tx, scope, entity.id)
  if (left.length === 0 && !(await hasUntoldShare(tx, scope, entity.id))) return deleteEntity(tx, scope, { entity, deletedAtMs: atMs })
  const messageId = entity.id as MessageId
  const fileIds = (await filesOfSlackMessage(tx, scope, { ...key, deliveryId }))
    .filter((file) => file.messageId !== null)
    .map(({ fileId }) => fileId)
  if (fileIds.length > 0) await removeReceivedFiles(tx, ingressActor(scope), { messageId, fileIds, removedAtMs: atMs })
  if (gone?.isShare && !gone.shownText) return
  await editEntity(tx, scope, { entity, text: joined(left.map(({ shownText }) => shownText)), editedAtMs: atMs })
}

/** A file was deleted in Slack, wherever it stood. What our bot has shared is changed by nobody else. */
export async function applyFileDeleted(tx: Tx, scope: InstallationScope, slackFileId: string): Promise<void> {
  for (const { fileId, messageId, deliveryId } of await findBySlackFile(tx, scope, slackFileId)) {
    if (messageId === null || (deliveryId !== null && !(await isPostedAsSender(tx, scope, deliveryId)))) continue
    await removeReceivedFiles(tx, ingressActor(scope), { messageId, fileIds: [fileId], removedAtMs: scope.nowMs })
  }
}

/** Only white space is left out where a message is cut into parts. */
function joined(parts: (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('\n\n')
}
