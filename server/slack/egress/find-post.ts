import type { Look } from '../../infra/deliveries/transport.ts'
import { DELIVERY_METADATA } from '../ingress/slack-message.rules.ts'
import { SlackCallError } from '../slack-api.ts'
import { findPostsOfDelivery } from './egress.queries.ts'
import { lookOfFailure, permalinkOf } from './egress.rules.ts'
import type { Addressed } from './post-payload.ts'
import { readingMethodOf, searchHistory, type FoundPost, type HistoryMessage, type Searched } from './search-history.ts'
import type { Posting } from './slack-transport.ts'
import { isThreadGone, threadTsOf } from './thread-of-post.ts'
import { waitForGate } from './wait-for-gate.ts'
import type { WorkspaceUrls } from './workspace-urls.ts'

/**
 * Looks for the post of a delivery whose answer was lost: first for its echo, then in the history, or in that of its thread, by the
 * delivery's id in the metadata. What stands there a second time is deleted.
 */
export async function findPost(posting: Posting, urls: WorkspaceUrls): Promise<Look> {
  const echo = await findEcho(posting, urls)
  if (echo) return echo
  const channel = channelOfLane(posting)
  // The direct message was never opened, so nothing was posted in it.
  if (channel === null) return { kind: 'absent' }
  const at = { channel, threadTs: await threadTsOf(posting, channel) }
  const found = await searchPlace(posting, at, (message) => isOfDelivery(message, posting.delivery.id))
  if (!Array.isArray(found)) return found
  return found.length === 0 ? { kind: 'absent' } : foundAt(posting, urls, found)
}

/** What Slack has told of it; cheaper than looking. Not after it was looked for in vain: then it may stand there twice. */
export async function findEcho(posting: Posting<Addressed>, urls: WorkspaceUrls): Promise<Look | null> {
  const { services, scope, delivery } = posting
  const echoes = await findPostsOfDelivery(services.db, scope, delivery.id)
  if (echoes.length === 0 || delivery.absences > 0) return null
  return foundAt(
    posting,
    urls,
    echoes.map(({ channel_id: channel, ts, thread_ts: threadTs }) => ({ channel, ts, threadTs })),
  )
}

/** Null: a direct message that nobody has opened. */
export function channelOfLane({ payload, context }: Posting<Addressed>): string | null {
  return payload.to.kind === 'channel' ? (context.movedTo ?? payload.to.channelId) : context.directChannelId
}

/** What the history shows, or why it cannot tell. */
export async function searchPlace(
  posting: Posting<Addressed>,
  at: Searched,
  isIt: (message: HistoryMessage) => boolean,
): Promise<FoundPost[] | Look> {
  const method = readingMethodOf(at)
  const closed = await waitForGate(posting, method)
  if (closed) return closed
  try {
    const found = await searchHistory(posting, at, isIt)
    return found ?? { kind: 'unclear', reason: 'Too much has been written there since.', afterMs: null, gate: null }
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    // Then it went to the top level.
    if (at.threadTs !== null && isThreadGone(error.failure)) return searchPlace(posting, { ...at, threadTs: null }, isIt)
    return lookOfFailure(error.failure, { method, owner: posting.payload.as.kind })
  }
}

function isOfDelivery({ metadata }: HistoryMessage, deliveryId: string): boolean {
  const payload = metadata?.event_type === DELIVERY_METADATA ? (metadata.event_payload as { id?: unknown } | undefined) : undefined
  return payload?.id === deliveryId
}

/** The first one is the message; the others are removed where Slack lets us. */
export async function foundAt(posting: Posting<Addressed>, urls: WorkspaceUrls, found: FoundPost[]): Promise<Look> {
  const { services, token, delivery } = posting
  const [first, ...doubles] = found
  if (!first) return { kind: 'absent' }
  let duplicatesRemoved = 0
  for (const double of doubles) {
    const removed = await services.slackApi
      .call(token, (client) => client.chat.delete({ channel: double.channel, ts: double.ts }))
      .then(
        () => true,
        () => false,
      )
    services.logger.warn({ delivery: delivery.id, removed }, 'a post stood in Slack twice')
    if (removed) duplicatesRemoved += 1
  }
  const permalink = permalinkOf(await urls.urlOf(posting), first)
  return { kind: 'found', result: { ...first, permalink }, duplicatesRemoved }
}
