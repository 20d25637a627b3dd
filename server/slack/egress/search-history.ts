import { timeOfId } from '@atrium/shared/ids.ts'
import type { Addressed } from './post-payload.ts'
import type { Posting } from './slack-transport.ts'

export interface FoundPost {
  channel: string
  ts: string
  threadTs: string | null
}
export interface HistoryMessage {
  ts?: string
  thread_ts?: string
  metadata?: { event_type?: string; event_payload?: object }
  files?: { id?: string }[]
}
interface HistoryPage {
  messages?: HistoryMessage[]
  response_metadata?: { next_cursor?: string }
}

/** Slack's clock and ours may differ by so much. */
const SKEW_MS = 60_000
const PAGE = 200
/** Messages that came to the channel since, at most; above it the history is not conclusive. */
const MOST_PAGES = 10

export interface Searched {
  channel: string
  /** Null: at the top level. */
  threadTs: string | null
}

/** The method by which a place is read, which has a gate of its own. */
export function readingMethodOf({ threadTs }: Searched): string {
  return threadTs === null ? 'conversations.history' : 'conversations.replies'
}

/** Those messages since the delivery was owed that are it, the first one first; null where too much has been written. @throws SlackCallError */
export async function searchHistory(
  { services, delivery, token }: Posting<Addressed>,
  at: Searched,
  isIt: (message: HistoryMessage) => boolean,
): Promise<FoundPost[] | null> {
  const oldest = String((timeOfId(delivery.id) - SKEW_MS) / 1_000)
  const found: FoundPost[] = []
  let cursor: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const window = { channel: at.channel, oldest, limit: PAGE, include_all_metadata: true, ...(cursor ? { cursor } : {}) }
    const answer: HistoryPage = await services.slackApi.call(token, (client) =>
      at.threadTs === null ? client.conversations.history(window) : client.conversations.replies({ ...window, ts: at.threadTs }),
    )
    for (const message of answer.messages ?? []) {
      const { ts, thread_ts: threadTs } = message
      if (ts && isIt(message)) found.push({ channel: at.channel, ts, threadTs: threadTs && threadTs !== ts ? threadTs : null })
    }
    cursor = answer.response_metadata?.next_cursor
    if (!cursor) return found.toSorted((a, b) => (a.ts < b.ts ? -1 : 1))
  }
  return null
}
