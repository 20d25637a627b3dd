import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageId } from '@atrium/shared/ids.ts'
import { broadcastReceivedReply } from '../../chat/revise-received-message.ts'
import { noteWhereShared } from '../egress/note-where-shared.ts'
import { holdDelivery } from '../../infra/deliveries/queued-deliveries.ts'
import { replyUnderCard } from '../surfaces/cards/reply-under-card.ts'
import { wantThreadOfMention } from '../surfaces/imports/want-thread.ts'
import { findPlace, type Placed } from './find-place.ts'
import { applyKeptReactions } from '../reactions/kept-reactions.ts'
import { ingressActor, type InstallationScope } from './installation-scope.ts'
import { textBesideFiles, textOf } from './message-text.ts'
import { NotYet } from './not-yet.ts'
import { recogniseEcho, type Echo } from './recognise-echo.ts'
import { insertThread, type NewThread } from './place.queries.ts'
import {
  claimSlackMessage,
  findSlackMessage,
  hasRowOfDelivery,
  insertSlackMessage,
  updateSlackMessage,
  type KnownMessage,
  type SlackEntity,
} from './slack-message.queries.ts'
import type { SlackMessage } from './slack-message.rules.ts'
import { isLaterTs, millisecondsOfTs } from './slack-ts.rules.ts'
import { deleteEntity, editEntity, writeEntity } from './write-entity.ts'

/**
 * Takes in a message once, however often and in whichever order Slack tells of it: one that was deleted before it came
 * is written and deleted, an edit that overtook it is applied after it.
 * @throws NotYet for a reply whose root is still on its way
 */
export async function applyMessage(tx: Tx, scope: InstallationScope, event: Placed & { publicUrl: string }): Promise<void> {
  const { message } = event
  const echo = await recogniseEcho(tx, scope, message)
  if (echo) return recordEcho(tx, scope, { message, echo })
  const isWanted = await wantThreadOfMention(tx, scope, event)
  const place = await findPlace(tx, scope, event)
  if (place.kind === 'underCard')
    return replyUnderCard(tx, scope, { message, conversationId: place.conversationId, publicUrl: event.publicUrl })
  // It comes with its thread.
  if (place.kind === 'nowhere' || (isWanted && place.kind !== 'conversation')) return
  if (place.kind === 'awaitsRoot') throw new NotYet('the root of its thread has not come yet', message.channelId)
  const heardOf = await findSlackMessage(tx, scope, message)
  const known = heardOf && (await claimSlackMessage(tx, scope, { ...message, arrived: true }))
  if (known && (known.arrived || known.entity)) return
  const isChat = place.kind === 'mentionDirect' || place.kind === 'mentionThread'
  const text = await (isChat ? textBesideFiles : textOf)(tx, scope, message.content)
  const { entity, opened } = await writeEntity(tx, scope, { message, place, text })
  if (known) await catchUp(tx, scope, { message, known, entity, opened })
  else await insertSlackMessage(tx, scope, { ...message, entity, opened })
  if (entity.kind === 'message') await applyKeptReactions(tx, ingressActor(scope), [{ ...scope, ...message }])
}

/** What was told of the message before it came is done to it now. */
async function catchUp(
  tx: Tx,
  scope: InstallationScope,
  { message, known, entity, opened }: { message: SlackMessage; known: KnownMessage; entity: SlackEntity; opened: NewThread | null },
): Promise<void> {
  if (opened) await insertThread(tx, scope, { channelId: message.channelId, ...opened })
  const edited_ts = latestEdit(message, known)
  await updateSlackMessage(tx, scope, {
    key: message,
    set: { arrived: true, thread_ts: message.threadTs, entity_kind: entity.kind, entity_id: entity.id, edited_ts, early_text: null },
  })
  if (known.earlyText !== null && known.editedTs && known.editedTs === edited_ts) {
    await editEntity(tx, scope, { entity, text: known.earlyText, editedAtMs: millisecondsOfTs(known.editedTs) })
  }
  if (known.broadcast && entity.kind === 'message') await broadcastReceivedReply(tx, ingressActor(scope), entity.id as MessageId)
  if (known.deleted) await deleteEntity(tx, scope, { entity, deletedAtMs: scope.nowMs })
}

/** A copy of the message that already is an edited one counts as the edit. */
function latestEdit(message: SlackMessage, known: KnownMessage): string | null {
  const [stored, told] = [known.editedTs, message.editedTs]
  return told !== null && (stored === null || isLaterTs(told, stored)) ? told : stored
}

/** Settles nothing: that is for whoever made the call, and this row is where they find out that it arrived. */
async function recordEcho(tx: Tx, scope: InstallationScope, { message, echo }: { message: SlackMessage; echo: Echo }): Promise<void> {
  const { delivery } = echo
  // The answer to a share does not say where it stands: who comes second, this or the answer, has to find what the first one wrote.
  if (delivery && message.content.files) await holdDelivery(tx, scope.organizationId, delivery.id)
  const known = await claimSlackMessage(tx, scope, { ...message, arrived: true })
  if (!delivery || known?.deliveryId === delivery.id) {
    if (known && !known.arrived) await updateSlackMessage(tx, scope, { key: message, set: { arrived: true } })
    return
  }
  // Posted twice, the second one is nobody's: whoever looks for doubles finds both by the delivery.
  const entity = (await hasRowOfDelivery(tx, scope, delivery.id)) ? null : delivery.entity
  await updateSlackMessage(tx, scope, {
    key: message,
    set: { arrived: true, delivery_id: delivery.id, ...(entity ? { entity_kind: entity.kind, entity_id: entity.id } : {}) },
  })
  if (entity?.kind !== 'message') return
  await applyKeptReactions(tx, ingressActor(scope), [{ ...scope, ...message }])
  if (message.content.files)
    await noteWhereShared(tx, scope, { deliveryId: delivery.id, channel: message.channelId, ts: message.ts, threadTs: message.threadTs })
}
