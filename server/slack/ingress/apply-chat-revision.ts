import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageId } from '@atrium/shared/ids.ts'
import { removeReceivedFiles } from '../../chat/files/remove-received-files.ts'
import { filesOfSlackMessage, findBySlackFile } from '../files/slack-file.queries.ts'
import { APART, joinParts, strongerSeam, type MessagePart } from '../format/document-part.ts'
import { shownTextOf } from '../format/shown-text.ts'
import { ingressActor, type InstallationScope } from './installation-scope.ts'
import { textBesideFiles } from './message-text.ts'
import { NotYet } from './not-yet.ts'
import { hasUntoldShare, isPostedAsSender, owedFor, postsCarrying, standsTwice, type CarryingPost } from './revision.queries.ts'
import { GONE, updateSlackMessage, type KnownMessage, type MessageKey, type SlackEntity } from './slack-message.queries.ts'
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
  const set = (shownText: string | null, part = own?.part ?? null) =>
    updateSlackMessage(tx, scope, { key: message, set: { edited_ts: editedTs, early_text: null, shown_text: shownText, part } })
  if ((own?.isShare ? (own.shownText ?? '') : own?.shownText) === shown) return set(shown)
  const { waiting, underWay } = await owedFor(tx, scope, entity.id)
  if (underWay) throw new NotYet('what we have sent about the message is not answered yet')
  // It shows ours again once that has gone out.
  if (waiting) return set(own?.shownText ?? null)
  const markdown = await textBesideFiles(tx, scope, message.content)
  const said = own && { ...own, shownText: shown, part: own.part && { ...own.part, markdown } }
  await set(own?.deliveryId ? shown : null, said?.part)
  const speaking = posts.filter((post) => post === own || !post.isShare || post.shownText)
  const text = speaking.length > 1 ? joined(speaking.map((post) => (post === own ? (said ?? post) : post))) : markdown
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
  await updateSlackMessage(tx, scope, { key, set: GONE })
  // A double that was cleaned up takes nothing away.
  if (deliveryId && (await standsTwice(tx, scope, deliveryId))) return
  if (gone?.part) await joinOver(tx, scope, { gone: gone.part, entityId: entity.id })
  const left = await postsCarrying(tx, scope, entity.id)
  if (left.length === 0 && !(await hasUntoldShare(tx, scope, entity.id))) return deleteEntity(tx, scope, { entity, deletedAtMs: atMs })
  const messageId = entity.id as MessageId
  const fileIds = (await filesOfSlackMessage(tx, scope, { ...key, deliveryId }))
    .filter((file) => file.messageId !== null)
    .map(({ fileId }) => fileId)
  if (fileIds.length > 0) await removeReceivedFiles(tx, ingressActor(scope), { messageId, fileIds, removedAtMs: atMs })
  if (gone?.isShare && !gone.shownText) return
  await editEntity(tx, scope, { entity, text: joined(left), editedAtMs: atMs })
}

/** A file was deleted in Slack, wherever it stood. What our bot has shared is changed by nobody else. */
export async function applyFileDeleted(tx: Tx, scope: InstallationScope, slackFileId: string): Promise<void> {
  for (const { fileId, messageId, deliveryId } of await findBySlackFile(tx, scope, slackFileId)) {
    if (messageId === null || (deliveryId !== null && !(await isPostedAsSender(tx, scope, deliveryId)))) continue
    await removeReceivedFiles(tx, ingressActor(scope), { messageId, fileIds: [fileId], removedAtMs: scope.nowMs })
  }
}

/** The part after one that is gone goes on from the one before it. */
async function joinOver(tx: Tx, scope: InstallationScope, { gone, entityId }: { gone: MessagePart; entityId: string }): Promise<void> {
  const next = inOrder(await postsCarrying(tx, scope, entityId)).find(({ part }) => part !== null && part.index > gone.index)
  if (!next?.part) return
  const part = { ...next.part, seam: strongerSeam(gone.seam, next.part.seam) }
  await updateSlackMessage(tx, scope, { key: next, set: { part } })
}

/** What the posts of a message say together. */
function joined(posts: readonly CarryingPost[]): string {
  return joinParts(
    inOrder(posts).flatMap(({ part, shownText }) => (part ? [part] : shownText ? [{ markdown: shownText, seam: APART }] : [])),
  )
}

/** What says no place in the message, such as words that its author has given its files in Slack, comes after what does. */
function inOrder(posts: readonly CarryingPost[]): CarryingPost[] {
  const placeOf = ({ part }: CarryingPost) => part?.index ?? posts.length
  return posts.toSorted((a, b) => placeOf(a) - placeOf(b))
}
