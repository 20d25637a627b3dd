import { followFeeds, type FeedWorker } from '../../mirror/follow-feed.ts'
import type { SlackServices } from '../../slack-services.ts'
import { mayConcernCards, readCardNews } from './card-feed.queries.ts'
import { oweCards } from './owe-cards.ts'

/** Keeps the team told in Slack: new cards, and those that stand as they are to look. Any number of nodes may run one. */
export function createCardWorker({ services, pollMs = 1_000 }: { services: SlackServices; pollMs?: number }): FeedWorker {
  const { publicUrl } = services
  return followFeeds({
    services,
    pollMs,
    // Each customer's message is such a change, and nobody waits for a card to the tenth of a second.
    quietMs: 200,
    concerns: mayConcernCards,
    async follow(tx, { organizationId, nowMs, limit }) {
      const news = await readCardNews(tx, organizationId, limit)
      if (!news) return { seq: null, owed: 0, more: false }
      return { ...news, owed: await oweCards(tx, { organizationId, publicUrl, nowMs }, news) }
    },
  })
}
