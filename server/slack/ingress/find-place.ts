import type { Db } from '@atrium/db/connect.ts'
import type { ChannelId, ConversationId, CustomerId, MemberId, MessageId } from '@atrium/shared/ids.ts'
import type { InstallationScope } from './installation-scope.ts'
import { hasSharesUntold } from './echo.queries.ts'
import { findChannel, findDirects, findLatestThread, findLinkedMembers, findMentionChannelOf, findThread } from './place.queries.ts'
import type { SlackMessage } from './slack-message.rules.ts'
import { findFirstTs, findSlackMessage } from './slack-message.queries.ts'
import { isLaterTs, millisecondsOfTs } from './slack-ts.rules.ts'

/** Where a message from Slack belongs in Atrium. */
export type Place =
  /** Nowhere: nobody watches there. */
  | { kind: 'nowhere' }
  /** A direct message behind a mention chat; `people` are the author and the other one, `inReplyTo` what its thread began with, if that is here. */
  | { kind: 'mentionDirect'; people: [MemberId, MemberId]; inReplyTo: MessageId | null }
  /** The bot's direct message with somebody, in which a mention chat goes on. */
  | { kind: 'mentionThread'; channelId: ChannelId; authorId: MemberId }
  | { kind: 'conversation'; conversationId: ConversationId; customerId: CustomerId | null }
  | { kind: 'opens'; origin: 'channel' | 'direct' | 'mention' | 'manual'; place: string; customerId: CustomerId | null; rootTs: string }
  /** In the thread under a card. */
  | { kind: 'underCard'; conversationId: ConversationId }
  /** A reply whose root is still on its way. */
  | { kind: 'awaitsRoot' }

/** How long for files that we have shared: Slack tells where they stand by their event, or else by its history. */
const SHARE_PATIENCE_MS = 120_000
/** How long a reply waits for a root that was written after its channel began to be watched or mirrored. */
const ROOT_PATIENCE_MS = 10_000

/** `wantedIn`: a member wants a conversation of it, and this is what its place is called for people. */
export interface Placed {
  message: SlackMessage
  mentionsApp: boolean
  wantedIn?: string
}

export async function findPlace(db: Db, scope: InstallationScope, event: Placed): Promise<Place> {
  const { message } = event
  const direct = (await findDirects(db, scope, [message.channelId])).get(message.channelId)
  if (direct && direct.kind !== 'bot') return placeInMentionDirect(db, scope, { message, laneKey: direct.laneKey })
  if (direct || message.channelType === 'im') return placeInBotDirect(db, scope, { message, laneKey: direct?.laneKey ?? null })
  if (message.channelType === 'mpim') return { kind: 'nowhere' }
  return placeInChannel(db, scope, event)
}

async function placeInMentionDirect(
  db: Db,
  scope: InstallationScope,
  { message, laneKey }: { message: SlackMessage; laneKey: string },
): Promise<Place> {
  const author = message.author.userId
  const [, first = '', second = ''] = laneKey.split(':')
  const other = author === first ? second : first
  const linked = await findLinkedMembers(db, scope, [first, second])
  const people = [linked.get(author ?? ''), linked.get(other)] as const
  if (!people[0] || !people[1]) return { kind: 'nowhere' }
  const inReplyTo = await rootInMentionDirect(db, scope, { message, laneKey })
  if (inReplyTo === 'on its way') return { kind: 'awaitsRoot' }
  return { kind: 'mentionDirect', people: [people[0], people[1]], inReplyTo }
}

/** Null: it is no reply, or what it replies to was never mirrored, as what was written there before. */
async function rootInMentionDirect(
  db: Db,
  scope: InstallationScope,
  { message: { channelId, threadTs }, laneKey }: { message: SlackMessage; laneKey: string },
): Promise<MessageId | 'on its way' | null> {
  if (threadTs === null) return null
  const root = await findSlackMessage(db, scope, { channelId, ts: threadTs })
  if (root?.entity?.kind === 'message') return root.entity.id as MessageId
  if (root?.arrived) return null
  if (await mayBeShare(db, scope, { laneKey, rootTs: threadTs })) return 'on its way'
  if (!isPatient(scope)) return null
  const first = await findFirstTs(db, scope, channelId)
  return first === null || !isLaterTs(first, threadTs) ? 'on its way' : null
}

/** Whether files that we have shared may be what stands there: as long as nobody has told where they stand. */
async function mayBeShare(db: Db, scope: InstallationScope, root: { laneKey: string; rootTs: string }): Promise<boolean> {
  if (scope.nowMs - scope.receivedAtMs > SHARE_PATIENCE_MS) return false
  return hasSharesUntold(db, scope, { laneKey: root.laneKey, atMs: millisecondsOfTs(root.rootTs) })
}

const isPatient = (scope: InstallationScope) => scope.nowMs - scope.receivedAtMs <= ROOT_PATIENCE_MS

async function placeInBotDirect(
  db: Db,
  scope: InstallationScope,
  { message, laneKey }: { message: SlackMessage; laneKey: string | null },
): Promise<Place> {
  const { channelId, threadTs } = message
  const author = message.author.userId
    ? (await findLinkedMembers(db, scope, [message.author.userId])).get(message.author.userId)
    : undefined
  const thread = threadTs ? await findThread(db, scope, { channelId, threadTs }) : null
  if (author) {
    const chat = threadTs
      ? (thread?.mentionChannelId ?? (await mentionChannelOfRoot(db, scope, { channelId, threadTs })))
      : (await findLatestThread(db, scope, { channelId, of: 'mention_channel_id' }))?.mentionChannelId
    if (chat) return { kind: 'mentionThread', channelId: chat, authorId: author }
    if (threadTs && !thread && laneKey && (await mayBeShare(db, scope, { laneKey, rootTs: threadTs }))) return { kind: 'awaitsRoot' }
  }
  // Somebody who is not linked any more answers what our bot brought them before: that was between two people, and is no business of the inbox.
  if (thread?.mentionChannelId) return { kind: 'nowhere' }
  const going = thread?.conversationId ?? (await findLatestThread(db, scope, { channelId, of: 'conversation_id' }))?.conversationId
  if (going) return { kind: 'conversation', conversationId: going, customerId: null }
  return { kind: 'opens', origin: 'direct', place: 'Direct message', customerId: null, rootTs: threadTs ?? message.ts }
}

async function mentionChannelOfRoot(
  db: Db,
  scope: InstallationScope,
  root: { channelId: string; threadTs: string },
): Promise<ChannelId | null> {
  const known = await findSlackMessage(db, scope, { channelId: root.channelId, ts: root.threadTs })
  return known?.entity?.kind === 'message' ? findMentionChannelOf(db, scope, known.entity.id) : null
}

async function placeInChannel(db: Db, scope: InstallationScope, event: Placed): Promise<Place> {
  const { channelId, ts, threadTs } = event.message
  const [channel, thread] = [await findChannel(db, scope, channelId), await findThread(db, scope, { channelId, threadTs: threadTs ?? ts })]
  const customerId = channel?.customerId ?? null
  if (thread?.conversationId) return { kind: 'conversation', conversationId: thread.conversationId, customerId }
  if (thread?.cardConversationId) return { kind: 'underCard', conversationId: thread.cardConversationId }
  if (event.wantedIn !== undefined) return { kind: 'opens', origin: 'manual', place: event.wantedIn, customerId, rootTs: threadTs ?? ts }
  const place = channel ? `#${channel.name}` : 'a channel'
  if (customerId) {
    const waits = threadTs !== null && (await rootIsOnItsWay(db, scope, { channelId, threadTs, watchedAtMs: channel?.watchedAtMs ?? 0 }))
    return waits ? { kind: 'awaitsRoot' } : { kind: 'opens', origin: 'channel', place, customerId, rootTs: threadTs ?? ts }
  }
  return event.mentionsApp ? { kind: 'opens', origin: 'mention', place, customerId: null, rootTs: threadTs ?? ts } : { kind: 'nowhere' }
}

async function rootIsOnItsWay(
  db: Db,
  scope: InstallationScope,
  reply: { channelId: string; threadTs: string; watchedAtMs: number },
): Promise<boolean> {
  if (millisecondsOfTs(reply.threadTs) < reply.watchedAtMs) return false
  if (!isPatient(scope)) return false
  const root = await findSlackMessage(db, scope, { channelId: reply.channelId, ts: reply.threadTs })
  return !root?.arrived
}
