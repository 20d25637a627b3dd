import type { Tx } from '@atrium/db/transaction.ts'
import type { InstallationId } from '@atrium/shared/ids.ts'
import type { ClaimedDelivery, Outcome } from '../../infra/deliveries/transport.ts'
import { tellBridge } from '../tell-bridge.ts'
import { applyKeptReactions } from '../reactions/kept-reactions.ts'
import { deliveriesOfEntity, egressActor, postOfDelivery, recordPosts, type PostScope } from './egress.queries.ts'
import { SENDER_CANNOT_POST } from './egress.rules.ts'
import { noteWhereShared } from './note-where-shared.ts'
import { postAnotherWay, shareAnotherWay } from './post-another-way.ts'
import { bridgeOf, suspend } from './settle-posts.ts'
import type { SharePayload } from './share-payload.ts'
import { standingBridge } from './standing-bridge.ts'
import { FILES_GONE, SENDER_CANNOT_SHARE } from './upload-files.ts'

interface Settling {
  delivery: ClaimedDelivery
  payload: SharePayload
  outcome: Outcome
  nowMs: number
}

/** Writes down what became of a message's files. Where they stand is often told later, by their echo. */
export async function settleShare(tx: Tx, { delivery, payload, outcome, nowMs }: Settling): Promise<void> {
  const { organizationId, entityKind, entityId } = delivery
  const scope = { organizationId, installationId: delivery.scopeId as InstallationId }
  if (outcome.kind === 'sent') {
    const { channel, ts, threadTs } = outcome.result as { channel: string; ts: string | null; threadTs: string | null }
    const at = ts === null ? await postOfDelivery(tx, scope, delivery.id) : { channel, ts, threadTs }
    if (at) await recordShare(tx, scope, { delivery, at })
  }
  if (outcome.kind === 'blocked') await suspend(tx, scope, { reason: outcome.reason, nowMs })
  if (entityKind === null || entityId === null) return
  if (outcome.kind === 'dropped' && outcome.reason === SENDER_CANNOT_POST) return postAnotherWay(tx, { delivery, as: payload.as, nowMs })
  if (outcome.kind === 'dropped' && outcome.reason === SENDER_CANNOT_SHARE) return shareAnotherWay(tx, { delivery, as: payload.as, nowMs })
  const isGone = outcome.kind === 'dropped' && outcome.reason === FILES_GONE
  const bridge = isGone
    ? await standingBridge(tx, organizationId, entityId)
    : bridgeOf(told(outcome), outcome.kind === 'sent' ? await deliveriesOfEntity(tx, organizationId, entityId) : [])
  if (bridge) await tellBridge(tx, egressActor(organizationId), { entities: [{ entityKind, entityId }], bridge })
}

async function recordShare(
  tx: Tx,
  scope: PostScope,
  { delivery, at }: { delivery: ClaimedDelivery; at: { channel: string; ts: string; threadTs: string | null } },
): Promise<void> {
  const { id: deliveryId, entityKind, entityId } = delivery
  await recordPosts(tx, scope.organizationId, [
    { installationId: scope.installationId, ...at, entityKind, entityId, deliveryId, shownText: null, part: null },
  ])
  if (entityKind === 'message')
    await applyKeptReactions(tx, egressActor(scope.organizationId), [{ ...scope, channelId: at.channel, ts: at.ts }])
  await noteWhereShared(tx, scope, { ...at, deliveryId })
}

/** Beside words that have arrived it has to be said what has not. */
function told(outcome: Outcome): Outcome {
  return outcome.kind === 'failed' ? { ...outcome, reason: `The files did not reach Slack. ${outcome.reason}` } : outcome
}
