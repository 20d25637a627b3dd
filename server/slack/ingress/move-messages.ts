import type { Selectable } from 'kysely'
import type { SlackMessage as SlackMessageTable } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageId } from '@atrium/shared/ids.ts'
import { broadcastReceivedReply } from '../../chat/revise-received-message.ts'
import { applyChatDelete } from './apply-chat-revision.ts'
import type { MessagePart } from '../format/document-part.ts'
import { ingressActor, type InstallationScope } from './installation-scope.ts'
import type { ChannelMove } from './move-channel.ts'
import { knownMessageOf, updateSlackMessage } from './slack-message.queries.ts'
import { isLaterTs, millisecondsOfTs } from './slack-ts.rules.ts'
import { deleteEntity, editEntity } from './write-entity.ts'

type Row = Selectable<SlackMessageTable>

/** Which message of a moved channel is which of ours. @throws NotYet */
export async function moveMessages(tx: Tx, scope: InstallationScope, move: ChannelMove): Promise<void> {
  for (const [old, known] of await heardOfUnderBoth(tx, scope, move)) await mergeMessage(tx, scope, { old, known })
  await tx
    .updateTable('slack_message')
    .set({ channel_id: move.to })
    .where('organization_id', '=', scope.organizationId)
    .where('installation_id', '=', scope.installationId)
    .where('channel_id', '=', move.from)
    .execute()
}

async function heardOfUnderBoth(tx: Tx, { organizationId, installationId }: InstallationScope, { from, to }: ChannelMove) {
  const under = (channelId: string) =>
    tx.selectFrom('slack_message').selectAll().where('organization_id', '=', organizationId).where('channel_id', '=', channelId)
  const times = under(to).clearSelect().select('ts')
  const old = await under(from).where('installation_id', '=', installationId).where('ts', 'in', times).orderBy('ts').forUpdate().execute()
  if (old.length === 0) return []
  const both = old.map(({ ts }) => ts)
  const known = new Map((await under(to).where('ts', 'in', both).forUpdate().execute()).map((row) => [row.ts, row]))
  return old.flatMap((row): [Row, Row][] => {
    const other = known.get(row.ts)
    return other ? [[row, other]] : []
  })
}

/** What was told of it under the one id is done to the message that came under the other; had it come under both, one of them was a double. */
async function mergeMessage(tx: Tx, scope: InstallationScope, { old, known }: { old: Row; known: Row }): Promise<void> {
  const [kept, other] = old.entity_id === null && known.entity_id !== null ? [known, old] : [old, known]
  const isNewer = other.edited_ts !== null && (kept.edited_ts === null || isLaterTs(other.edited_ts, kept.edited_ts))
  const key = { channelId: known.channel_id, ts: known.ts }
  await tx
    .deleteFrom('slack_message')
    .where('organization_id', '=', scope.organizationId)
    .where('channel_id', '=', old.channel_id)
    .where('ts', '=', old.ts)
    .execute()
  const isHeard = kept.entity_id !== null
  await updateSlackMessage(tx, scope, {
    key,
    set: {
      thread_ts: kept.thread_ts ?? other.thread_ts,
      entity_kind: kept.entity_kind,
      entity_id: kept.entity_id,
      delivery_id: kept.delivery_id ?? other.delivery_id,
      shown_text: kept.shown_text ?? other.shown_text,
      part: (kept.part ?? other.part) as MessagePart | null,
      edited_ts: isNewer ? other.edited_ts : kept.edited_ts,
      early_text: isHeard ? null : isNewer ? other.early_text : kept.early_text,
      arrived: kept.arrived || other.arrived,
      broadcast: kept.broadcast || other.broadcast,
      deleted: kept.deleted || (other.deleted && !(isHeard && kept.entity_kind === 'message')),
    },
  })
  if (isHeard) await catchUp(tx, scope, { kept: { ...kept, channel_id: key.channelId }, other, isNewer })
}

/** @throws NotYet */
async function catchUp(
  tx: Tx,
  scope: InstallationScope,
  { kept, other, isNewer }: { kept: Row; other: Row; isNewer: boolean },
): Promise<void> {
  const [{ entity, ...known }, told] = [knownMessageOf(kept), knownMessageOf(other)]
  if (!entity) return
  if (told.entity && told.entity.id !== entity.id) await deleteEntity(tx, scope, { entity: told.entity, deletedAtMs: scope.nowMs })
  if (known.deleted) return
  if (told.broadcast && !known.broadcast && entity.kind === 'message')
    await broadcastReceivedReply(tx, ingressActor(scope), entity.id as MessageId)
  if (isNewer && told.earlyText !== null && told.editedTs !== null)
    await editEntity(tx, scope, { entity, text: told.earlyText, editedAtMs: millisecondsOfTs(told.editedTs) })
  if (!told.deleted) return
  const key = { channelId: kept.channel_id, ts: kept.ts }
  if (entity.kind === 'message') return applyChatDelete(tx, scope, { key, known: { ...known, entity }, entity, atMs: scope.nowMs })
  // What we posted ourselves stays ours: a double that was cleaned up in Slack takes nothing away here.
  if (!known.deliveryId) await deleteEntity(tx, scope, { entity, deletedAtMs: scope.nowMs })
}
