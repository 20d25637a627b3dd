import type { Tx } from '@atrium/db/transaction.ts'
import type { ChannelId, OrganizationId } from '@atrium/shared/ids.ts'
import { enqueueDeliveries, type NewDelivery } from '../../infra/deliveries/enqueue-delivery.ts'
import { holdLanesOf } from '../../infra/deliveries/queued-deliveries.ts'
import type { Logger } from '../../infra/logger.ts'
import { withinSavepoint } from '../../realtime/append-change.ts'
import { tellBridges, type ToldBridge } from '../tell-bridge.ts'
import { readFacts, type MirrorFacts } from './facts.queries.ts'
import { readFeed } from './feed.queries.ts'
import { deleteHeld, lockHeld } from './held.queries.ts'
import type { FollowedBatch } from './follow-feed.ts'
import { holdMessage } from './hold-message.ts'
import { rememberBotDirect } from './mirror.queries.ts'
import { isOfChat, type ChatChange, type MirroredChange } from './mirrored-change.rules.ts'
import { owePlanned, planMessage } from './owe-message.ts'
import { planRatingPost } from './owe-rating-post.ts'
import { planReply, type BotDirect } from './owe-reply.ts'
import { oweRevision } from './owe-revision.ts'
import { waitingBridges, type OwingScope, type PlannedOwed } from './owed.ts'
import { settleHeld } from './settle-held.ts'

interface Mirroring {
  organizationId: OrganizationId
  nowMs: number
  limit: number
  logger: Logger
}
interface Consequence {
  change: MirroredChange
  bridge: PlannedOwed['bridge'] | null
  deliveries: NewDelivery[]
  direct?: BotDirect | null
}

/**
 * Reads on in an organization's feed and owes what follows from it, in one transaction: a change leads to its deliveries
 * exactly once, however often this is interrupted.
 */
export async function mirrorChanges(tx: Tx, { organizationId, nowMs, limit, logger }: Mirroring): Promise<FollowedBatch> {
  const batch = await readFeed(tx, organizationId, limit)
  if (!batch) return { seq: null, owed: 0, more: false }
  const holding = await holdingChats(tx, organizationId, batch.changes)
  const revised = batch.changes.filter((change) => change.kind === 'chat.messageRevised')
  await holdLanesOf(
    tx,
    organizationId,
    revised.map(({ message }) => message.id),
  )
  const facts = await factsFor(tx, organizationId, batch.changes)
  let owed = 0
  let planned: Consequence[] = []
  const flush = async () => {
    owed += await writeDown(tx, organizationId, planned)
    planned = []
  }
  for (const change of batch.changes) {
    const isHolding = isOfChat(change) && holding.has(change.message.channelId)
    // What is done to a message has to find what is owed for it, and what was held in a chat goes before what comes after it.
    if (isHolding || change.kind === 'chat.messageRevised') await flush()
    if (isHolding && isOfChat(change)) owed += await settleBefore(tx, { organizationId, nowMs }, { change, logger })
    const consequence = await consequenceOf(tx, { organizationId, nowMs }, { change, facts, logger })
    if (consequence) planned.push(consequence)
    if (consequence?.bridge?.state === 'held' && isOfChat(change)) holding.add(change.message.channelId)
  }
  await flush()
  return { seq: batch.seq, owed, more: batch.more }
}

/** What the ways of all new messages depend on, in one statement. */
async function factsFor(tx: Tx, organizationId: OrganizationId, changes: MirroredChange[]): Promise<MirrorFacts | null> {
  const messages = changes.flatMap((change) => (change.kind === 'chat.messageChanged' ? [change.message] : []))
  const replies = changes.flatMap((change) => (change.kind === 'inbox.messageChanged' ? [change.message] : []))
  const asked = changes.flatMap((change) => (change.kind === 'inbox.ratingWanted' ? [change.conversationId] : []))
  return messages.length + replies.length + asked.length > 0 ? readFacts(tx, organizationId, { messages, replies, asked }) : null
}

/** The chats among those of the changes in which something is held, locked. */
async function holdingChats(tx: Tx, organizationId: OrganizationId, changes: MirroredChange[]): Promise<Set<ChannelId>> {
  const channelIds = changes.flatMap((change) => (isOfChat(change) ? [change.message.channelId] : []))
  const held = channelIds.length > 0 ? await lockHeld(tx, organizationId, { channelIds: [...new Set(channelIds)] }) : []
  return new Set(held.map(({ channelId }) => channelId))
}

/** What a change of a chat means to what is held there. @returns how many calls are owed from now on */
async function settleBefore(tx: Tx, scope: OwingScope, { change, logger }: { change: ChatChange; logger: Logger }): Promise<number> {
  const { message } = change
  if (change.kind === 'chat.messageRevised') {
    if (change.revision.kind === 'deleted') await deleteHeld(tx, scope.organizationId, [message.id])
    return 0
  }
  const held = await lockHeld(tx, scope.organizationId, { channelIds: [message.channelId] })
  return settleHeld(tx, scope, { held, answeredBy: message.authorId, logger })
}

/** @returns how many calls are owed from now on */
async function writeDown(tx: Tx, organizationId: OrganizationId, consequences: Consequence[]): Promise<number> {
  if (consequences.length === 0) return 0
  const waiting = consequences.flatMap(({ bridge }) => (bridge?.state === 'waiting' ? [bridge.installationId] : []))
  const waitingBridge = await waitingBridges(tx, organizationId, waiting)
  for (const { direct } of consequences) if (direct) await rememberBotDirect(tx, organizationId, direct)
  const told = consequences.flatMap(({ change, bridge }): ToldBridge[] => {
    if (!bridge || change.kind === 'inbox.ratingWanted') return []
    const entityKind = change.kind === 'inbox.messageChanged' ? 'conversation_message' : 'message'
    return [{ entityKind, entityId: change.message.id, bridge: bridge.state === 'waiting' ? waitingBridge(bridge.installationId) : bridge }]
  })
  await tellBridges(tx, { kind: 'system', organizationId, name: 'slack-mirror' }, told)
  const deliveries = consequences.flatMap((consequence) => consequence.deliveries)
  await enqueueDeliveries(tx, deliveries)
  return deliveries.length
}

interface Planning {
  change: MirroredChange
  /** Null where no message is new. */
  facts: MirrorFacts | null
  logger: Logger
}

/** One message that cannot be planned must not keep the others: it is told as failed, and the feed goes on. */
async function consequenceOf(tx: Tx, scope: OwingScope, { change, facts, logger }: Planning): Promise<Consequence | null> {
  try {
    const owed = await owedFor(tx, scope, { change, facts })
    return owed && { ...owed, change }
  } catch (error) {
    const entity = change.kind === 'inbox.ratingWanted' ? change.conversationId : change.message.id
    logger.error({ err: error, entity }, 'a message could not be planned for Slack')
    if (change.kind === 'chat.messageRevised' || change.kind === 'inbox.ratingWanted') return null
    return { change, bridge: { state: 'failed', reason: 'Something went wrong on our side.' }, deliveries: [] }
  }
}

/** What asks or writes by itself does so within a savepoint. */
async function owedFor(
  tx: Tx,
  scope: OwingScope,
  { change, facts }: Omit<Planning, 'logger'>,
): Promise<Omit<Consequence, 'change'> | null> {
  if (change.kind === 'chat.messageRevised') return withinSavepoint(tx, () => oweRevision(tx, scope, change))
  if (!facts) throw new Error('a new message without its facts')
  if (change.kind === 'inbox.messageChanged') return planReply(facts, scope, change.message)
  if (change.kind === 'inbox.ratingWanted') return planRatingPost(facts, scope, change.conversationId)
  const { message } = change
  const planned = planMessage(facts, message)
  if (!planned) return null
  const { plan, recipientId } = planned
  if (plan.route === 'held') return withinSavepoint(tx, () => holdMessage(tx, scope, { message, plan, recipientId }))
  return owePlanned(facts, scope, { message, ...planned })
}
