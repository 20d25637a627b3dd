import { sql } from 'kysely'
import { jsonb } from '@atrium/db/json.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { EntityKind } from '../../infra/deliveries/transport.ts'
import { tellBridge } from '../tell-bridge.ts'
import { deliveriesOfEntity, egressActor, recordMentionThreads, type PostScope } from './egress.queries.ts'
import { permalinkOf } from './egress.rules.ts'
import { SHARE_OPERATION, sharePayload } from './share-payload.ts'
import { standingOf } from './standing-bridge.ts'

interface Shared {
  deliveryId: string
  channel: string
  ts: string
  threadTs: string | null
}

/**
 * Slack has told where a delivery's files stand, before the answer to the call or after it: replies there belong to the mention chat, and
 * beside the message stands where it is. Does nothing for deliveries of other kinds.
 */
export async function noteWhereShared(tx: Tx, scope: PostScope, { deliveryId, channel, ts, threadTs }: Shared): Promise<void> {
  const { organizationId } = scope
  const share = await findShare(tx, scope, deliveryId)
  if (!share) return
  const payload = sharePayload.parse(share.payload)
  const { mentionChannelId } = payload
  if (mentionChannelId !== null && payload.as.kind === 'app')
    await recordMentionThreads(tx, scope.organizationId, [
      { installationId: scope.installationId, channel, threadTs: threadTs ?? ts, mentionChannelId },
    ])
  const { workspaceUrl } = (share.result ?? {}) as { workspaceUrl?: string }
  if (share.state !== 'sent' || workspaceUrl === undefined) return
  const where = { ts, threadTs, permalink: permalinkOf(workspaceUrl, { channel, ts, threadTs }) }
  await tx
    .updateTable('delivery')
    .set({ result: sql`result || ${jsonb(where)}` })
    .where('organization_id', '=', organizationId)
    .where('id', '=', deliveryId)
    .execute()
  const { entity_kind: entityKind, entity_id: entityId } = share
  const parts = entityId === null ? [] : await deliveriesOfEntity(tx, organizationId, entityId)
  if (entityId === null || parts.some(({ state }) => state !== 'sent' && state !== 'dropped')) return
  const bridge = standingOf(parts)
  const entities = [{ entityKind: entityKind as EntityKind, entityId }]
  if (bridge) await tellBridge(tx, egressActor(organizationId), { entities, bridge })
}

function findShare(tx: Tx, { organizationId }: PostScope, deliveryId: string) {
  return tx
    .selectFrom('delivery')
    .select(['state', 'payload', 'result', 'entity_kind', 'entity_id'])
    .where('organization_id', '=', organizationId)
    .where('id', '=', deliveryId)
    .where('operation', '=', SHARE_OPERATION)
    .executeTakeFirst()
}
