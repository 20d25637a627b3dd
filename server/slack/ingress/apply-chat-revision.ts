import type { Tx } from '@atrium/db/transaction.ts'
import { shownTextOf } from '../format/shown-text.ts'
import type { InstallationScope } from './installation-scope.ts'
import { textOf } from './message-text.ts'
import { NotYet } from './not-yet.ts'
import { isPostedAsSender, owedFor, postsCarrying, standsTwice } from './revision.queries.ts'
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
  if (own?.shownText === shown) return set(shown)
  const { waiting, underWay } = await owedFor(tx, scope, entity.id)
  if (underWay) throw new NotYet('what we have sent about the message is not answered yet')
  // It shows ours again once that has gone out.
  if (waiting) return set(own?.shownText ?? null)
  await set(own?.deliveryId ? shown : null)
  const text =
    posts.length > 1 ? joined(posts.map((post) => (post === own ? shown : post.shownText))) : await textOf(tx, scope, message.content)
  await editEntity(tx, scope, { entity, text, editedAtMs: millisecondsOfTs(editedTs) })
}

/**
 * A message of a mention chat is gone from Slack. Of one that went there in parts, what is left stays.
 * @throws NotYet while others of its parts are on their way
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
  await updateSlackMessage(tx, scope, { key, set: { deleted: true, early_text: null } })
  // A double that was cleaned up takes nothing away.
  if (deliveryId && (await standsTwice(tx, scope, deliveryId))) return
  const left = await postsCarrying(tx, scope, entity.id)
  if (left.length === 0) return deleteEntity(tx, scope, { entity, deletedAtMs: atMs })
  await editEntity(tx, scope, { entity, text: joined(left.map(({ shownText }) => shownText)), editedAtMs: atMs })
}

/** Only white space is left out where a message is cut into parts. */
function joined(parts: (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('\n\n')
}
