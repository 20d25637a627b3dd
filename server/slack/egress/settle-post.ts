import type { Tx } from '@atrium/db/transaction.ts'
import type { BridgeState } from '@atrium/shared/chat/views.ts'
import type { InstallationId } from '@atrium/shared/ids.ts'
import type { ClaimedDelivery, Outcome } from '../../infra/deliveries/transport.ts'
import { findInstallation } from '../install/installation.queries.ts'
import { suspendInstallation } from '../install/suspend-installation.ts'
import { tellBridge } from '../tell-bridge.ts'
import { deliveriesOfEntity, egressActor, recordMentionThread, recordPost, type PostScope } from './egress.queries.ts'
import { SENDER_CANNOT_POST } from './egress.rules.ts'
import type { PostPayload } from './post-payload.ts'
import { applyKeptReactions } from '../reactions/kept-reactions.ts'
import { shownTextOf } from '../format/shown-text.ts'
import { postAnotherWay } from './post-another-way.ts'
import { standingOf } from './standing-bridge.ts'

interface Settling {
  delivery: ClaimedDelivery
  payload: PostPayload
  outcome: Outcome
  nowMs: number
}
/** Writes down where a post is, beside the message that it carries and where its replies will belong. */
export async function settlePost(tx: Tx, { delivery, payload, outcome, nowMs }: Settling): Promise<void> {
  const { organizationId } = delivery
  const scope = { organizationId, installationId: delivery.scopeId as InstallationId }
  if (outcome.kind === 'sent') {
    const post = outcome.result as { channel: string; ts: string; threadTs: string | null }
    const shownText = payload.as.kind === 'sender' ? shownTextOf(payload) : null
    const carried = { entityKind: delivery.entityKind, entityId: delivery.entityId, deliveryId: delivery.id }
    await recordPost(tx, scope, { ...post, ...carried, shownText })
    if (delivery.entityKind === 'message')
      await applyKeptReactions(tx, egressActor(organizationId), { ...scope, channelId: post.channel, ts: post.ts })
    if (payload.mentionChannelId !== null && payload.as.kind === 'app') {
      const threadTs = post.threadTs ?? post.ts
      await recordMentionThread(tx, scope, { channel: post.channel, threadTs, mentionChannelId: payload.mentionChannelId })
    }
  }
  if (outcome.kind === 'blocked') await suspend(tx, scope, { reason: outcome.reason, nowMs })
  const { entityKind, entityId } = delivery
  if (entityKind === null || entityId === null) return
  if (outcome.kind === 'dropped' && outcome.reason === SENDER_CANNOT_POST) return postAnotherWay(tx, { delivery, as: payload.as, nowMs })
  const bridge = await bridgeOf(tx, delivery, outcome)
  if (bridge) await tellBridge(tx, egressActor(organizationId), { entities: [{ entityKind, entityId }], bridge })
}

/** A dead token is noticed here before Slack tells of it: owners see it at the installation, the senders at their messages. */
export async function suspend(
  tx: Tx,
  { organizationId, installationId }: PostScope,
  { reason, nowMs }: { reason: string; nowMs: number },
): Promise<void> {
  const installation = await findInstallation(tx, organizationId, installationId)
  if (installation?.state !== 'active') return
  await suspendInstallation(tx, egressActor(organizationId), { installationId, state: 'revoked', reason, nowMs })
}

/** A message that went out in parts is sent when all are, its files too, and failed when one is. Null: another part says more. */
export async function bridgeOf(tx: Tx, delivery: ClaimedDelivery, outcome: Outcome): Promise<BridgeState | null> {
  switch (outcome.kind) {
    case 'sent': {
      const parts = await deliveriesOfEntity(tx, delivery.organizationId, delivery.entityId ?? '')
      if (parts.some(({ state }) => state === 'queued' || state === 'sending' || state === 'unknown')) return null
      return parts.some(({ state }) => state === 'failed') ? null : standingOf(parts)
    }
    case 'retry':
    case 'waits':
      return { state: 'queued' }
    case 'unknown':
      return { state: 'unknown' }
    case 'failed':
      return { state: 'failed', reason: outcome.reason }
    case 'blocked':
      return { state: 'blocked', reason: outcome.reason }
    case 'dropped':
      return { state: 'not_bridged', reason: 'unlinked_while_queued' }
  }
}
