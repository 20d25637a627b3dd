import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageId } from '@atrium/shared/ids.ts'
import { broadcastReceivedReply } from '../../chat/revise-received-message.ts'
import { followFiles } from '../files/take-files.ts'
import { findPlace, type Place } from './find-place.ts'
import { ingressActor, type InstallationScope } from './installation-scope.ts'
import { textBesideFiles, textOf } from './message-text.ts'
import { applyChatDelete, applyChatEdit } from './apply-chat-revision.ts'
import { findDirects } from './place.queries.ts'
import { isWrittenByOwnBot } from './recognise-echo.ts'
import { claimSlackMessage, findSlackMessage, GONE, updateSlackMessage, type MessageKey } from './slack-message.queries.ts'
import type { SlackMessage } from './slack-message.rules.ts'
import { isLaterTs, millisecondsOfTs } from './slack-ts.rules.ts'
import { deleteEntity, editEntity } from './write-entity.ts'

/** The later edit wins, by Slack's own time of it. A change without a new edit is a link being unfurled, or a file that is gone. */
export async function applyEdit(tx: Tx, scope: InstallationScope, message: SlackMessage): Promise<void> {
  const { editedTs } = message
  if (message.isBroadcast) await applyBroadcast(tx, scope, message)
  if (isWrittenByOwnBot(scope, message.author)) return
  const before = await findSlackMessage(tx, scope, message)
  if (before?.arrived && !before.deleted && before.entity?.kind === 'message') {
    await claimSlackMessage(tx, scope, { ...message, arrived: true })
    await followFiles(tx, scope, { message, messageId: before.entity.id as MessageId, deliveryId: before.deliveryId })
  }
  if (editedTs === null) return
  const place = before?.arrived ? null : await placeOf(tx, scope, message)
  if (!before && place === 'nowhere') return
  const known = before
    ? await claimSlackMessage(tx, scope, { ...message, arrived: true })
    : await claimSlackMessage(tx, scope, { ...message, arrived: false })
  if (known?.editedTs && !isLaterTs(editedTs, known.editedTs)) return
  if (known?.arrived && known.entity?.kind === 'message' && !known.deleted) {
    return applyChatEdit(tx, scope, { message, editedTs, entity: known.entity })
  }
  if (known?.deliveryId) return
  const isChat = place === 'mentionDirect' || place === 'mentionThread'
  const text = await (isChat ? textBesideFiles : textOf)(tx, scope, message.content)
  const arrived = known?.arrived ?? false
  await updateSlackMessage(tx, scope, { key: message, set: { edited_ts: editedTs, early_text: arrived || known?.deleted ? null : text } })
  if (arrived && known?.entity && !known.deleted) {
    await editEntity(tx, scope, { entity: known.entity, text, editedAtMs: millisecondsOfTs(editedTs) })
  }
}

/** A reply may be broadcast after it was written; that is no edit, and may be told before the reply itself. */
async function applyBroadcast(tx: Tx, scope: InstallationScope, message: SlackMessage): Promise<void> {
  const before = await findSlackMessage(tx, scope, message)
  if (before?.broadcast || before?.deleted || before?.entity?.kind === 'conversation_message') return
  const direct = (await findDirects(tx, scope, [message.channelId])).get(message.channelId)
  if (!direct || direct.kind === 'bot' || (await findPlace(tx, scope, { message, mentionsApp: false })).kind === 'nowhere') return
  const known = await claimSlackMessage(tx, scope, { ...message, arrived: false })
  await updateSlackMessage(tx, scope, { key: message, set: { broadcast: true } })
  if (known?.entity?.kind === 'message' && !known.deleted)
    await broadcastReceivedReply(tx, ingressActor(scope), known.entity.id as MessageId)
}

/** Leaves a mark even where the message has not come yet, so that it does not come to life later. */
export async function applyDelete(
  tx: Tx,
  scope: InstallationScope,
  event: { channelId: string; channelType: string | null; ts: string; previous: SlackMessage | null; atMs: number },
): Promise<void> {
  const key: MessageKey = { channelId: event.channelId, ts: event.ts }
  const before = await findSlackMessage(tx, scope, key)
  if (!before && (await placeOf(tx, scope, event.previous ?? bareMessage(event))) === 'nowhere') return
  const known = await claimSlackMessage(tx, scope, { ...key, threadTs: event.previous?.threadTs ?? null, arrived: false })
  if (known?.deleted) return
  if (known?.arrived && known.entity?.kind === 'message') {
    return applyChatDelete(tx, scope, { key, known, entity: known.entity, atMs: event.atMs })
  }
  await updateSlackMessage(tx, scope, { key, set: GONE })
  // What we posted ourselves stays ours: a double that was cleaned up in Slack takes nothing away here.
  if (known?.entity && !known.deliveryId) await deleteEntity(tx, scope, { entity: known.entity, deletedAtMs: event.atMs })
}

async function placeOf(tx: Tx, scope: InstallationScope, message: SlackMessage): Promise<Place['kind']> {
  const mentionsApp = message.content.text.includes(`<@${scope.botUserId}>`)
  return (await findPlace(tx, scope, { message, mentionsApp })).kind
}

function bareMessage({ channelId, channelType, ts }: { channelId: string; channelType: string | null; ts: string }): SlackMessage {
  const author = { userId: null, botId: null, appId: null, teamId: null, name: null, avatarUrl: null }
  const rest = { threadTs: null, isBroadcast: false, typedByPerson: false, editedTs: null, deliveryId: null }
  return { channelId, channelType, ts, author, content: { text: '' }, ...rest }
}
