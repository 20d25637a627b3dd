import type { Tx } from '@atrium/db/transaction.ts'
import type { BridgeState } from '@atrium/shared/chat/views.ts'
import type { InstallationId } from '@atrium/shared/ids.ts'
import type { ClaimedDelivery, Outcome } from '../../infra/deliveries/transport.ts'
import { shownTextOf } from '../format/shown-text.ts'
import { tsOfAnswer } from '../reactions/told-at.rules.ts'
import { keepLatestReaction } from '../reactions/told-reactions.queries.ts'
import { tellBridge } from '../tell-bridge.ts'
import { deliveriesOfEntity, egressActor } from './egress.queries.ts'
import type { RevisionPayload } from './revision-payload.ts'
import { recordUpdate } from './revision.queries.ts'
import { suspend } from './settle-posts.ts'
import { standingOf } from './standing-bridge.ts'

interface Settling {
  delivery: ClaimedDelivery
  payload: RevisionPayload
  outcome: Outcome
  nowMs: number
}

/** Writes down what an edit, a delete or a reaction has come to. What is shown beside a message is where its words are. */
export async function settleRevision(tx: Tx, { delivery, payload, outcome, nowMs }: Settling): Promise<void> {
  const { organizationId, entityKind, entityId } = delivery
  const { change, as } = payload
  if (outcome.kind === 'sent' && change.kind === 'update') {
    const { channel, ts, editedTs } = outcome.result as { channel: string; ts: string; editedTs: string | null }
    const shown = as.kind === 'sender' ? { shownText: shownTextOf(change), part: change.part } : { shownText: null, part: null }
    if (editedTs) await recordUpdate(tx, organizationId, { channel, ts, editedTs, ...shown })
  }
  if (outcome.kind === 'sent') await noteReaction(tx, { delivery, payload, nowMs, at: outcome.result as { channel: string; ts: string } })
  if (outcome.kind === 'blocked') {
    const scope = { organizationId, installationId: delivery.scopeId as InstallationId }
    await suspend(tx, scope, { reason: outcome.reason, nowMs })
  }
  if (entityKind === null || entityId === null) return
  const bridge = await bridgeOf(tx, { delivery, entityId, outcome })
  if (bridge) await tellBridge(tx, egressActor(organizationId), { entities: [{ entityKind, entityId }], bridge })
}

/** Slack's event of it may be lost: from now on it is known to stand there, or not to. What our bot shows for somebody is the bot's. */
async function noteReaction(
  tx: Tx,
  { delivery, payload, nowMs, at }: Omit<Settling, 'outcome'> & { at: { channel: string; ts: string } },
): Promise<void> {
  const { as, change } = payload
  if (as.kind !== 'sender' || (change.kind !== 'react' && change.kind !== 'unreact')) return
  const place = { installationId: delivery.scopeId as InstallationId, channelId: at.channel, ts: at.ts }
  const reaction = { userId: as.slackUserId, name: change.name, present: change.kind === 'react', eventTs: tsOfAnswer(nowMs) }
  await keepLatestReaction(tx, { organizationId: delivery.organizationId, ...place, ...reaction }, { onlyNews: false })
}

async function bridgeOf(
  tx: Tx,
  { delivery, entityId, outcome }: { delivery: ClaimedDelivery; entityId: string; outcome: Outcome },
): Promise<BridgeState | null> {
  switch (outcome.kind) {
    case 'sent':
    case 'dropped':
      return whereItStands(tx, { delivery, entityId, permalink: outcome.kind === 'sent' ? String(outcome.result.permalink) : null })
    case 'retry':
    case 'waits':
    case 'astray':
      return { state: 'queued' }
    case 'unknown':
      return { state: 'unknown' }
    case 'failed':
      return { state: 'failed', reason: `The change did not reach Slack: ${outcome.reason}` }
    case 'blocked':
      return { state: 'blocked', reason: outcome.reason }
  }
}

/** Null while something of it is on its way or has failed: that says more. */
async function whereItStands(
  tx: Tx,
  { delivery, entityId, permalink }: { delivery: ClaimedDelivery; entityId: string; permalink: string | null },
): Promise<BridgeState | null> {
  const owed = await deliveriesOfEntity(tx, delivery.organizationId, entityId)
  if (owed.some(({ state }) => state !== 'sent' && state !== 'dropped')) return null
  return standingOf(owed) ?? (permalink === null ? null : { state: 'sent', permalink })
}
