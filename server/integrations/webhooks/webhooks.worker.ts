import type { OrganizationId } from '@atrium/shared/ids.ts'
import { faultPoint } from '../../infra/fault-point.ts'
import { createPump } from '../../infra/deliveries/pump.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import type { IntegrationServices } from '../integration-services.ts'
import { followFeed, organizationsWithEndpoints } from './follow-feed.ts'
import { TOLD_KINDS } from './webhook-events.rules.ts'

export interface WebhooksWorker {
  start(): void
  /** Finishes the batch at hand. */
  stop(): Promise<void>
}

const BATCH = 100
const POLL_MS = 1_000

/** Follows the feeds of organizations with endpoints and owes what they are to be told. Any number of nodes may run one. */
export function createWebhooksWorker(services: IntegrationServices, { pollMs = POLL_MS }: { pollMs?: number } = {}): WebhooksWorker {
  const { bus, logger, clock, publicUrl } = services
  /** How far this node knows each feed to be read; the cursor in the database decides. */
  const read = new Map<OrganizationId, number>()
  const moved = new Set<OrganizationId>()
  const kinds: readonly string[] = TOLD_KINDS
  const pump = createPump({ work: followMoved, dueMs: lookForMoved, pollMs, logger })
  let unsubscribe: (() => void) | undefined
  let lookedAt = -Infinity

  async function followMoved(): Promise<{ more: boolean }> {
    const [organizationId] = moved
    if (organizationId === undefined) return { more: false }
    moved.delete(organizationId)
    try {
      const input = { limit: BATCH, nowMs: clock.now(), publicUrl }
      const { seq, owed, more } = await commitInOrganization(services, organizationId, (tx) => followFeed(tx, organizationId, input))
      if (owed > 0) {
        faultPoint('webhooks.owed')
        bus.deliveriesOwed()
      }
      if (seq !== null) read.set(organizationId, seq)
      if (more) moved.add(organizationId)
    } catch (error) {
      logger.error({ err: error, organizationId }, 'a feed could not be followed for webhooks')
    }
    return { more: moved.size > 0 }
  }

  /** Hints may be lost: what has moved without one is found here, once per `pollMs`. */
  async function lookForMoved(): Promise<number | null> {
    const nowMs = performance.now()
    if (moved.size > 0) return 0
    if (nowMs - lookedAt < pollMs) return null
    lookedAt = nowMs
    for (const { organizationId, head } of await organizationsWithEndpoints(services.db))
      if (head > (read.get(organizationId) ?? 0)) moved.add(organizationId)
    return moved.size > 0 ? 0 : null
  }

  return {
    start() {
      unsubscribe = bus.onFeedMoved((organizationId, _head, changes) => {
        // Where nobody wants to be told, nothing has been read; the first endpoint is found by the next look.
        if (!read.has(organizationId) || (changes && !changes.some(({ kind }) => kinds.includes(kind)))) return
        moved.add(organizationId)
        pump.within(0)
      })
      pump.start()
    },
    async stop() {
      unsubscribe?.()
      await pump.stop()
    },
  }
}
