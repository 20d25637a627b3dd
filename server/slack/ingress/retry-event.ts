import type { Tx } from '@atrium/db/transaction.ts'
import { writeAudit } from '../../identity/write-audit.ts'
import { withinSavepoint } from '../../realtime/append-change.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { holdChannelIds, shareChannelIds } from '../channels/move.queries.ts'
import { wakeChannel, wakeLookedAtSince } from '../reconcile/wake-reconcile.ts'
import type { SlackServices } from '../slack-services.ts'
import { applyEvent } from './apply-event.ts'
import { readEventEnvelope } from './event-envelope.rules.ts'
import { findReceivingInstallations, keepPending, lockDueEvent, markApplied, markDead, type PendingEvent } from './inbox.queries.ts'
import { NotYet } from './not-yet.ts'
import { scopeOf } from './read-arrivals.ts'
import { ATTEMPTS_BEFORE_DEAD, retryAfterMs } from './retry.rules.ts'
import { readSlackEvent } from './slack-event.rules.ts'

interface Kept {
  payload: unknown
  attempts: number
  received_at: Date
}

/** Applies an event that could not be applied when it came. In the end it is given up, which the audit log says. */
export async function retryEvent(services: SlackServices, pending: PendingEvent): Promise<void> {
  await commitInOrganization(services, pending.organizationId, async (tx) => {
    const kept = await lockDueEvent(tx, pending)
    if (!kept) return
    try {
      await withinSavepoint(tx, () => applyKept(tx, services, { pending, kept }))
      await markApplied(tx, pending.organizationId, pending)
    } catch (error) {
      await keepOrGiveUp(tx, services, { pending, kept, error })
    }
  })
}

async function applyKept(tx: Tx, services: SlackServices, { pending, kept }: { pending: PendingEvent; kept: Kept }): Promise<void> {
  const arrival = readEventEnvelope(kept.payload)
  const event = arrival && readSlackEvent(arrival.event)
  if (!arrival || !event) return
  await (event.kind === 'channelIdChanged' ? holdChannelIds : shareChannelIds)(tx, pending.organizationId)
  const found = await findReceivingInstallations(tx, pending.organizationId, { apiAppIds: [arrival.apiAppId], teamIds: [arrival.teamId] })
  const installation = found.find(({ id }) => id === pending.installationId)
  if (!installation?.isActive) return
  const nowMs = services.clock.now()
  const at = { arrival, nowMs, receivedAtMs: kept.received_at.getTime() }
  if (event.kind === 'message') {
    const { channelId, threadTs } = event.message
    const since = { installationId: pending.installationId, channelId, threadTs, sinceMs: at.receivedAtMs, nowMs }
    await wakeLookedAtSince(tx, pending.organizationId, since)
  }
  await applyEvent(tx, scopeOf(pending.organizationId, installation, at), { ...services, event })
}

async function keepOrGiveUp(
  tx: Tx,
  services: SlackServices,
  { pending, kept, error }: { pending: PendingEvent; kept: Kept; error: unknown },
): Promise<void> {
  const { organizationId } = pending
  const nowMs = services.clock.now()
  const attempts = error instanceof NotYet ? kept.attempts : kept.attempts + 1
  const told = error instanceof Error ? error.message : String(error)
  if (error instanceof NotYet && error.channelId !== null)
    await wakeChannel(tx, organizationId, { installationId: pending.installationId, channelId: error.channelId, nowMs })
  if (attempts < ATTEMPTS_BEFORE_DEAD) {
    const notBefore = new Date(nowMs + retryAfterMs(error instanceof NotYet ? 0 : attempts))
    await keepPending(tx, organizationId, { ...pending, payload: kept.payload, error: told, attempts, notBefore })
    return
  }
  await markDead(tx, organizationId, { ...pending, error: told, attempts })
  services.logger.error({ err: error, ...pending, attempts }, 'a Slack event was given up')
  const actor = { kind: 'system', organizationId, name: 'slack-ingress' } as const
  await writeAudit(tx, actor, {
    action: 'slack.eventGivenUp',
    subject: `Slack event ${pending.eventId}`,
    detail: { installationId: pending.installationId, attempts },
    address: null,
    nowMs,
  })
}
