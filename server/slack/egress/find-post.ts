import { inOrganization } from '@atrium/db/transaction.ts'
import { timeOfId } from '@atrium/shared/ids.ts'
import { gateClosedForMs } from '../../infra/deliveries/gates.ts'
import type { Look } from '../../infra/deliveries/transport.ts'
import { DELIVERY_METADATA } from '../ingress/slack-message.rules.ts'
import { SlackCallError } from '../slack-api.ts'
import { findPostsOfDelivery } from './egress.queries.ts'
import { lookOfFailure, permalinkOf } from './egress.rules.ts'
import type { Posting } from './slack-transport.ts'
import { isThreadGone, threadTsOf } from './thread-of-post.ts'
import type { WorkspaceUrls } from './workspace-urls.ts'

interface Found {
  channel: string
  ts: string
  threadTs: string | null
}
interface HistoryPage {
  messages?: { ts?: string; thread_ts?: string; metadata?: { event_type?: string; event_payload?: object } }[]
  response_metadata?: { next_cursor?: string }
}

/** Slack's clock and ours may differ by so much. */
const SKEW_MS = 60_000
const PAGE = 200
/** Messages that came to the channel since, at most; above it the history is not conclusive. */
const MOST_PAGES = 10

/**
 * Looks for the post of a delivery whose answer was lost: first for its echo, then in the history, or in that of its thread, by the
 * delivery's id in the metadata. What stands there a second time is deleted.
 */
export async function findPost(posting: Posting, urls: WorkspaceUrls): Promise<Look> {
  const { services, scope, delivery, payload, context } = posting
  const echoes = await findPostsOfDelivery(services.db, scope, delivery.id)
  const [echo] = echoes
  if (echo && delivery.absences === 0)
    return foundAt(
      posting,
      urls,
      echoes.map(({ channel_id: channel, ts, thread_ts: threadTs }) => ({ channel, ts, threadTs })),
    )
  const channel = payload.to.kind === 'channel' ? payload.to.channelId : context.directChannelId
  // The direct message was never opened, so nothing was posted in it.
  if (channel === null) return { kind: 'absent' }
  return look(posting, urls, { channel, threadTs: await threadTsOf(posting, channel) })
}

interface Searched {
  channel: string
  /** Null: at the top level. */
  threadTs: string | null
}

async function look(posting: Posting, urls: WorkspaceUrls, at: Searched): Promise<Look> {
  const { services, scope, payload } = posting
  const method = at.threadTs === null ? 'conversations.history' : 'conversations.replies'
  const gate = { organizationId: scope.organizationId, scopeId: scope.installationId }
  const closedMs = await inOrganization(services.db, scope.organizationId, (tx) => gateClosedForMs(tx, gate, method))
  if (closedMs > 0) return { kind: 'waits', reason: 'Slack asks us to wait.', afterMs: closedMs }
  try {
    const found = await searchHistory(posting, at)
    if (found === null) return { kind: 'unclear', reason: 'Too much has been written there since.', afterMs: null, gate: null }
    return found.length === 0 ? { kind: 'absent' } : await foundAt(posting, urls, found)
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    // Then it went to the top level.
    if (at.threadTs !== null && isThreadGone(error.failure)) return look(posting, urls, { ...at, threadTs: null })
    return lookOfFailure(error.failure, { method, owner: payload.as.kind })
  }
}

async function searchHistory({ services, delivery, token }: Posting, at: Searched): Promise<Found[] | null> {
  const oldest = String((timeOfId(delivery.id) - SKEW_MS) / 1_000)
  const found: Found[] = []
  let cursor: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const window = { channel: at.channel, oldest, limit: PAGE, include_all_metadata: true, ...(cursor ? { cursor } : {}) }
    const answer: HistoryPage = await services.slackApi.call(token, (client) =>
      at.threadTs === null ? client.conversations.history(window) : client.conversations.replies({ ...window, ts: at.threadTs }),
    )
    for (const { ts, thread_ts: threadTs, metadata } of answer.messages ?? []) {
      const payload = metadata?.event_type === DELIVERY_METADATA ? (metadata.event_payload as { id?: unknown } | undefined) : undefined
      if (ts && payload?.id === delivery.id)
        found.push({ channel: at.channel, ts, threadTs: threadTs && threadTs !== ts ? threadTs : null })
    }
    cursor = answer.response_metadata?.next_cursor
    if (!cursor) return found.toSorted((a, b) => (a.ts < b.ts ? -1 : 1))
  }
  return null
}

/** The first one is the message; the others are removed where Slack lets us. */
async function foundAt(posting: Posting, urls: WorkspaceUrls, found: Found[]): Promise<Look> {
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
