import type { Tx } from '@atrium/db/transaction.ts'
import type { BridgeState } from '@atrium/shared/chat/views.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import type { ClaimedDelivery, Outcome } from '../../infra/deliveries/transport.ts'
import { findInstallation } from '../install/installation.queries.ts'
import { suspendInstallation } from '../install/suspend-installation.ts'
import { tellBridges, type ToldBridge } from '../tell-bridge.ts'
import {
  deliveriesOfEntities,
  egressActor,
  recordCardThreads,
  recordMentionThreads,
  recordPosts,
  type CardThread,
  type DeliveryOfEntity,
  type PostScope,
} from './egress.queries.ts'
import { SENDER_CANNOT_POST } from './egress.rules.ts'
import type { PostPayload } from './post-payload.ts'
import { applyKeptReactions } from '../reactions/kept-reactions.ts'
import { shownTextOf } from '../format/shown-text.ts'
import { postAnotherWay } from './post-another-way.ts'
import { standingBridge, standingOf } from './standing-bridge.ts'
import { FILES_GONE } from './upload-files.ts'

interface Settling {
  delivery: ClaimedDelivery
  payload: PostPayload
  outcome: Outcome
  nowMs: number
}

/** Writes down where posts are, beside the messages that they carry and where their replies will belong. All of one organization. */
export async function settlePosts(tx: Tx, settlings: readonly Settling[]): Promise<void> {
  const [first] = settlings
  if (!first) return
  const { organizationId } = first.delivery
  const sent = settlings.filter(({ outcome }) => outcome.kind === 'sent')
  await recordSent(tx, organizationId, sent)
  for (const { delivery, outcome, nowMs } of settlings) {
    if (outcome.kind === 'blocked') await suspend(tx, scopeOf(delivery), { reason: outcome.reason, nowMs })
  }
  const carried = sent.flatMap(({ delivery }) => delivery.entityId ?? [])
  const parts = Map.groupBy(carried.length > 0 ? await deliveriesOfEntities(tx, organizationId, carried) : [], (part) => part.entity_id)
  const told: ToldBridge[] = []
  for (const { delivery, payload, outcome, nowMs } of settlings) {
    const { entityKind, entityId } = delivery
    if (entityKind === null || entityId === null) continue
    if (outcome.kind === 'dropped' && outcome.reason === SENDER_CANNOT_POST) {
      await postAnotherWay(tx, { delivery, as: payload.as, nowMs })
      continue
    }
    const isGone = outcome.kind === 'dropped' && outcome.reason === FILES_GONE
    const bridge = isGone ? await standingBridge(tx, organizationId, entityId) : bridgeOf(outcome, parts.get(entityId) ?? [])
    if (bridge) told.push({ entityKind, entityId, bridge })
  }
  await tellBridges(tx, egressActor(organizationId), told)
}

const scopeOf = ({ organizationId, scopeId }: ClaimedDelivery): PostScope => ({
  organizationId,
  installationId: scopeId as InstallationId,
})

async function recordSent(tx: Tx, organizationId: OrganizationId, sent: readonly Settling[]): Promise<void> {
  const posts = sent.map(({ delivery, payload, outcome }) => {
    const { channel, ts, threadTs } = (outcome as Extract<Outcome, { kind: 'sent' }>).result as {
      channel: string
      ts: string
      threadTs: string | null
    }
    return {
      installationId: scopeOf(delivery).installationId,
      ...{ channel, ts, threadTs },
      ...{ entityKind: delivery.entityKind, entityId: delivery.entityId, deliveryId: delivery.id },
      shownText: payload.as.kind === 'sender' ? shownTextOf(payload) : null,
      part: payload.as.kind === 'sender' ? payload.part : null,
      mentionChannelId: payload.as.kind === 'app' ? payload.mentionChannelId : null,
    }
  })
  await recordPosts(tx, organizationId, posts)
  const messages = posts.filter(({ entityKind }) => entityKind === 'message')
  await applyKeptReactions(
    tx,
    egressActor(organizationId),
    messages.map(({ installationId, channel, ts }) => ({ installationId, channelId: channel, ts })),
  )
  const threads = posts.flatMap(({ installationId, channel, ts, threadTs, mentionChannelId }) => {
    return mentionChannelId === null ? [] : [{ installationId, channel, threadTs: threadTs ?? ts, mentionChannelId }]
  })
  await recordMentionThreads(tx, organizationId, threads)
  await recordCardThreads(tx, organizationId, cardThreadsOf(sent))
}

function cardThreadsOf(sent: readonly Settling[]): CardThread[] {
  return sent.flatMap(({ delivery, payload, outcome }) => {
    const { channel, ts } = (outcome as Extract<Outcome, { kind: 'sent' }>).result as { channel: string; ts: string }
    const { cardConversationId } = payload
    return cardConversationId ? [{ ...scopeOf(delivery), channel, threadTs: ts, cardConversationId }] : []
  })
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

/**
 * A message that went out in parts is sent when all are, its files too, and failed when one is. Null: another part says more.
 * @param parts all that is owed for it, where this one was sent
 */
export function bridgeOf(outcome: Outcome, parts: readonly DeliveryOfEntity[]): BridgeState | null {
  switch (outcome.kind) {
    case 'sent':
      if (parts.some(({ state }) => state === 'queued' || state === 'sending' || state === 'unknown' || state === 'failed')) return null
      return standingOf(parts)
    case 'retry':
    case 'waits':
    case 'astray':
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
