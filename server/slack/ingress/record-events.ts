import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, SlackAppId } from '@atrium/shared/ids.ts'
import { withinSavepoint } from '../../realtime/append-change.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { faultPoint } from '../../infra/fault-point.ts'
import type { SlackServices } from '../slack-services.ts'
import { applyEvent } from './apply-event.ts'
import { NotYet } from './apply-message.ts'
import { findProfiles } from './author.queries.ts'
import type { EventEnvelope } from './event-envelope.rules.ts'
import { findReceivingInstallations, insertEvents, keepPending, touchInstallations, type ReceivingInstallation } from './inbox.queries.ts'
import type { InstallationScope } from './installation-scope.ts'
import { forgetLookups, rememberLookups } from './lookups.ts'
import { findChannels, findDirects, findLinkedMembers, findThreads } from './place.queries.ts'
import { isSomebodysPrivateMessage, messageChannelOf } from './privacy.rules.ts'
import { retryAfterMs } from './retry.rules.ts'
import { findSlackMessages } from './slack-message.queries.ts'
import { readSlackEvent, type SlackEvent } from './slack-event.rules.ts'

export interface Arrival extends EventEnvelope {
  /** The whole body, kept only while the event cannot be applied. */
  body: unknown
}
interface Incoming {
  arrival: Arrival
  event: SlackEvent
  scope: InstallationScope
}

/**
 * Everything that has come for one organization since the last commit, in one transaction: noted once each, applied, its
 * changes in the feed. When it returns, nothing of it can be lost. One event that cannot be applied is kept and does not
 * take the others with it. @throws what the database threw: then nothing has happened
 */
export async function recordEvents(services: SlackServices, organizationId: OrganizationId, arrivals: Arrival[]): Promise<void> {
  await commitInOrganization(services, organizationId, async (tx) => {
    const nowMs = services.clock.now()
    rememberLookups(tx)
    const incoming = await ours(tx, organizationId, { arrivals, nowMs })
    const fresh = await withoutDuplicates(tx, organizationId, incoming)
    if (!(await appliedTogether(tx, services, fresh))) {
      for (const one of fresh) await applyOrKeep(tx, services, one)
    }
    await touchInstallations(tx, organizationId, {
      ids: [...new Set(fresh.map(({ scope }) => scope.installationId))],
      now: new Date(nowMs),
    })
    faultPoint('ingress.applied')
  })
}

/** What concerns us and is nobody's private matter. The rest is neither kept nor logged. */
async function ours(
  tx: Tx,
  organizationId: OrganizationId,
  { arrivals, nowMs }: { arrivals: Arrival[]; nowMs: number },
): Promise<Incoming[]> {
  const apiAppIds = [...new Set(arrivals.map((arrival) => arrival.apiAppId))]
  const teamIds = [...new Set(arrivals.map((arrival) => arrival.teamId))]
  const installations = await findReceivingInstallations(tx, organizationId, { apiAppIds, teamIds })
  const readable = arrivals.flatMap((arrival): (Incoming & { isActive: boolean })[] => {
    const event = readSlackEvent(arrival.event)
    const installation = installations.find((one) => one.apiAppId === arrival.apiAppId && one.teamId === arrival.teamId)
    if (!event || !installation) return []
    return [{ arrival, event, isActive: installation.isActive, scope: scopeOf(organizationId, installation, { arrival, nowMs }) }]
  })
  const active = readable.filter(({ isActive }) => isActive)
  const known = await knownDirects(tx, active)
  return active.filter(({ arrival, event, scope }) => {
    const isKnown = known.has(`${scope.installationId}/${messageChannelOf(event)?.channelId}`)
    return !isSomebodysPrivateMessage(event, { ...arrival, botUserId: scope.botUserId, isKnown })
  })
}

async function knownDirects(tx: Tx, incoming: Incoming[]): Promise<Set<string>> {
  const known = new Set<string>()
  for (const { scope, events } of byInstallation(incoming)) {
    const channelIds = events.flatMap((event) => messageChannelOf(event)?.channelId ?? [])
    for (const channelId of (await findDirects(tx, scope, channelIds)).keys()) known.add(`${scope.installationId}/${channelId}`)
  }
  return known
}

/** Asks at once for what applying the events one after the other would ask for one by one. */
async function lookUpTogether(tx: Tx, incoming: Incoming[]): Promise<void> {
  for (const { scope, events } of byInstallation(incoming)) {
    const messages = events.flatMap((event) => (event.kind === 'message' ? [event.message] : []))
    const people = messages.flatMap(({ author }) => author.userId ?? author.botId ?? [])
    await findChannels(
      tx,
      scope,
      messages.map(({ channelId }) => channelId),
    )
    await findThreads(
      tx,
      scope,
      messages.map(({ channelId, threadTs, ts }) => ({ channelId, threadTs: threadTs ?? ts })),
    )
    await findSlackMessages(tx, scope, messages)
    await findProfiles(tx, scope, people)
    await findLinkedMembers(tx, scope, people)
  }
}

function byInstallation(incoming: Incoming[]): { scope: InstallationScope; events: SlackEvent[] }[] {
  return [...Map.groupBy(incoming, ({ scope }) => scope.installationId).values()].flatMap((group) => {
    const scope = group[0]?.scope
    return scope ? [{ scope, events: group.map(({ event }) => event) }] : []
  })
}

export function scopeOf(
  organizationId: OrganizationId,
  installation: ReceivingInstallation,
  at: { arrival: EventEnvelope; nowMs: number; receivedAtMs?: number },
): InstallationScope {
  const { id, slackAppId, apiAppId, teamId, botUserId, botId } = installation
  return {
    organizationId,
    installationId: id,
    slackAppId: slackAppId as SlackAppId,
    apiAppId,
    teamId,
    botUserId,
    botId,
    nowMs: at.nowMs,
    receivedAtMs: at.receivedAtMs ?? at.nowMs,
    happenedAtMs: at.arrival.happenedAtMs ?? at.nowMs,
  }
}

async function withoutDuplicates(tx: Tx, organizationId: OrganizationId, incoming: Incoming[]): Promise<Incoming[]> {
  const rows = incoming.map((one) => ({
    one,
    installationId: one.scope.installationId,
    eventId: one.arrival.eventId,
    kind: one.arrival.event.type,
    nowMs: one.scope.nowMs,
  }))
  return (await insertEvents(tx, organizationId, rows)).map(({ one }) => one)
}

/** Nearly always nothing fails, and one savepoint for all is cheaper than one each. */
async function appliedTogether(tx: Tx, services: SlackServices, incoming: Incoming[]): Promise<boolean> {
  if (incoming.length < 2) return false
  try {
    await withinSavepoint(tx, async () => {
      await lookUpTogether(tx, incoming)
      for (const { scope, event } of incoming) await applyEvent(tx, scope, { event, secrets: services.secrets })
    })
    return true
  } catch {
    forgetLookups(tx)
    return false
  }
}

async function applyOrKeep(tx: Tx, services: SlackServices, { arrival, event, scope }: Incoming): Promise<void> {
  try {
    await withinSavepoint(tx, () => applyEvent(tx, scope, { event, secrets: services.secrets }))
  } catch (error) {
    forgetLookups(tx)
    const expected = error instanceof NotYet
    const { organizationId, installationId, nowMs } = scope
    const { eventId } = arrival
    if (!expected)
      services.logger.warn(
        { err: error, organizationId, installationId, eventId, kind: event.kind },
        'a Slack event is kept to be tried again',
      )
    await keepPending(tx, organizationId, {
      installationId,
      eventId,
      payload: arrival.body,
      error: error instanceof Error ? error.message : String(error),
      attempts: expected ? 0 : 1,
      notBefore: new Date(nowMs + retryAfterMs(expected ? 0 : 1)),
    })
  }
}
