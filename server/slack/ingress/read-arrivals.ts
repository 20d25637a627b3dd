import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, SlackAppId } from '@atrium/shared/ids.ts'
import { lookUpForBatch, type FoundInstallation, type Wanted } from './batch-lookups.queries.ts'
import { findBySlackFile } from '../files/slack-file.queries.ts'
import { holdChannelIds, shareChannelIds } from '../channels/move.queries.ts'
import type { EventEnvelope } from './event-envelope.rules.ts'
import type { ReceivingInstallation } from './inbox.queries.ts'
import type { InstallationScope } from './installation-scope.ts'
import { findDirects } from './place.queries.ts'
import { isConversationEmoji } from '../surfaces/imports/import.rules.ts'
import { isOfBot, isSomebodysPrivateMessage, messageChannelOf } from './privacy.rules.ts'
import { slackIdOf } from './resolve-author.ts'
import { readSlackEvent, type SlackEvent } from './slack-event.rules.ts'
import { idsIn } from './slack-names.ts'

export interface Arrival extends EventEnvelope {
  /** The whole body, kept only while the event cannot be applied. */
  body: unknown
  /** It did not come: it was found in Slack's history, where its thread's root would have been found before it. */
  isFromHistory?: boolean
}
export interface Incoming {
  arrival: Arrival
  event: SlackEvent
  scope: InstallationScope
  /** When the installation was last noted to have sent something. */
  lastEventAtMs: number | null
}

interface Readable {
  arrival: Arrival
  event: SlackEvent
}

/** What concerns us and is nobody's private matter. The rest is neither kept nor logged. */
export async function ours(
  tx: Tx,
  organizationId: OrganizationId,
  { arrivals, nowMs }: { arrivals: Arrival[]; nowMs: number },
): Promise<Incoming[]> {
  const readable = arrivals.flatMap((arrival): Readable[] => {
    const event = readSlackEvent(arrival.event)
    return event ? [{ arrival, event }] : []
  })
  if (readable.length === 0) return []
  const changesIds = readable.some(({ event }) => event.kind === 'channelIdChanged')
  await (changesIds ? holdChannelIds : shareChannelIds)(tx, organizationId)
  const installations = await lookUpTogether(tx, organizationId, readable)
  const current = readable.map((one) => underCurrentId(one, installationOf(installations, one)?.moves))
  if (installations.some(({ moves }) => moves.size > 0)) await lookUpTogether(tx, organizationId, current)
  const incoming: Incoming[] = []
  for (const { arrival, event } of current) {
    const installation = installationOf(installations, { arrival })
    if (!installation?.isActive) continue
    const scope = scopeOf(organizationId, installation, { arrival, nowMs, ...(arrival.isFromHistory ? { receivedAtMs: 0 } : {}) })
    const channel = messageChannelOf(event)
    const isKnown = channel !== null && (await findDirects(tx, scope, [channel.channelId])).size > 0
    const makesConversation = isOfBot(arrival, scope) && mayMakeConversation(event, scope)
    if (isSomebodysPrivateMessage(event, { ...arrival, botUserId: scope.botUserId, isKnown, makesConversation })) continue
    // Of files that never came here, nothing is kept.
    if (event.kind === 'fileDeleted' && (await findBySlackFile(tx, scope, event.slackFileId)).length === 0) continue
    incoming.push({ arrival, event, scope, lastEventAtMs: installation.lastEventAtMs })
  }
  return incoming
}

function mayMakeConversation(event: SlackEvent, { conversationEmoji }: InstallationScope): boolean {
  return event.kind === 'reaction' && event.present && !event.isFromHistory && isConversationEmoji(event.name, conversationEmoji)
}

function installationOf(
  installations: readonly FoundInstallation[],
  { arrival }: Pick<Readable, 'arrival'>,
): FoundInstallation | undefined {
  return installations.find((one) => one.apiAppId === arrival.apiAppId && one.teamId === arrival.teamId)
}

/** What is told late of a message, under an id that its channel had before, is told of the message as it is known now. */
function underCurrentId(one: Readable, moves: ReadonlyMap<string, string> | undefined): Readable {
  const channel = messageChannelOf(one.event)
  const current = channel && moves?.get(channel.channelId)
  if (!current) return one
  const { arrival, event } = one
  const told = arrival.event.item
    ? { ...arrival.event, item: { ...(arrival.event.item as object), channel: current } }
    : { ...arrival.event, channel: current }
  const body = { ...(arrival.body as object), event: told }
  return { arrival: { ...arrival, event: told, body }, event: readSlackEvent(told) ?? event }
}

/** Asks at once for what applying the events one after the other would ask for one by one. */
export function lookUpTogether(tx: Tx, organizationId: OrganizationId, of: readonly Readable[]): Promise<FoundInstallation[]> {
  const wanted: Wanted = {
    apiAppIds: new Set(of.map(({ arrival }) => arrival.apiAppId)),
    teamIds: new Set(of.map(({ arrival }) => arrival.teamId)),
    channelIds: new Set(),
    userIds: new Set(),
    threads: [],
    messages: [],
    deliveryIds: new Set(),
  }
  for (const { event } of of) want(wanted, event)
  return lookUpForBatch(tx, organizationId, wanted)
}

function want({ channelIds, userIds, threads, messages, deliveryIds }: Wanted, event: SlackEvent): void {
  const channelId = messageChannelOf(event)?.channelId
  if (channelId === undefined) return
  channelIds.add(channelId)
  if (event.kind === 'messageDeleted') messages.push({ channelId, ts: event.ts })
  if (event.kind !== 'message' && event.kind !== 'messageChanged') return
  const { ts, threadTs, author, content, deliveryId } = event.message
  const mentioned = idsIn(content)
  for (const id of mentioned.channelIds) channelIds.add(id)
  for (const id of mentioned.userIds) userIds.add(id)
  userIds.add(slackIdOf(author))
  if (deliveryId !== null) deliveryIds.add(deliveryId)
  threads.push({ channelId, threadTs: threadTs ?? ts })
  messages.push({ channelId, ts })
  if (threadTs !== null) messages.push({ channelId, ts: threadTs })
}

export function scopeOf(
  organizationId: OrganizationId,
  installation: ReceivingInstallation,
  at: { arrival: Pick<EventEnvelope, 'happenedAtMs'>; nowMs: number; receivedAtMs?: number },
): InstallationScope {
  const { id, slackAppId, apiAppId, teamId, botUserId, botId, conversationEmoji } = installation
  return {
    organizationId,
    installationId: id,
    slackAppId: slackAppId as SlackAppId,
    apiAppId,
    teamId,
    botUserId,
    botId,
    conversationEmoji,
    nowMs: at.nowMs,
    receivedAtMs: at.receivedAtMs ?? at.nowMs,
    happenedAtMs: at.arrival.happenedAtMs ?? at.nowMs,
  }
}
