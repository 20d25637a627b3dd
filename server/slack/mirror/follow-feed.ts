import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { CommittedChange } from '../../infra/bus.ts'
import { createPump } from '../../infra/deliveries/pump.ts'
import type { Services } from '../../infra/services.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { organizationHeads } from './feed.queries.ts'

/** How far a feed was read, and what followed from it. */
export interface FollowedBatch {
  /** Null: somebody else is reading it. */
  seq: number | null
  /** How many calls are owed from now on. */
  owed: number
  /** There is more to read. */
  more: boolean
}
export interface Followed {
  organizationId: OrganizationId
  nowMs: number
  limit: number
}
export interface FeedWorker {
  start(): void
  /** Finishes the batch at hand. */
  stop(): Promise<void>
}
interface Following {
  services: Pick<Services, 'db' | 'bus' | 'clock' | 'logger'>
  /** Whether anything may follow from a change; the cursor passes over the others at the next look, many at a time. */
  concerns(change: CommittedChange): boolean
  /** Reads on from its own cursor, which decides. */
  follow(tx: Tx, of: Followed): Promise<FollowedBatch>
  /** The safety net under the hints. */
  pollMs: number
  /** In a busy feed, what comes within so long is read together. */
  quietMs: number
}

const BATCH = 100
const AT_ONCE = 4

/** Follows every organization's feed. Any number of nodes may run one. */
export function followFeeds({ services, concerns, follow, pollMs, quietMs }: Following): FeedWorker {
  const { bus, logger } = services
  /** How far this node knows each feed to be read. */
  const read = new Map<OrganizationId, number>()
  const moved = new Map<OrganizationId, number>()
  const pump = createPump({ work: followMoved, dueMs: lookForMoved, pollMs, logger })
  let unsubscribe: (() => void) | undefined
  let workedAt = -Infinity
  let lookedAt = -Infinity

  /** What the hints have told of since the last round. */
  async function followMoved(): Promise<{ more: boolean }> {
    const organizations = [...moved.keys()].slice(0, AT_ONCE)
    for (const organizationId of organizations) moved.delete(organizationId)
    await Promise.all(organizations.map(followOne))
    return { more: moved.size > 0 }
  }

  /** Hints may be lost: what has moved without one is found here, once per `pollMs`. */
  async function lookForMoved(): Promise<number | null> {
    workedAt = performance.now()
    if (moved.size > 0) return 0
    if (workedAt - lookedAt < pollMs) return null
    lookedAt = workedAt
    for (const { organizationId, head } of await organizationHeads(services.db)) {
      if (head > (read.get(organizationId) ?? 0)) moved.set(organizationId, head)
    }
    return moved.size > 0 ? 0 : null
  }

  async function followOne(organizationId: OrganizationId): Promise<void> {
    try {
      const of = { organizationId, nowMs: services.clock.now(), limit: BATCH }
      const { seq, owed, more } = await commitInOrganization(services, organizationId, (tx) => follow(tx, of))
      if (owed > 0) bus.deliveriesOwed()
      if (seq !== null) read.set(organizationId, seq)
      if (more) moved.set(organizationId, seq ?? 0)
    } catch (error) {
      logger.error({ err: error, organizationId }, 'a feed could not be followed to Slack')
    }
  }

  return {
    start() {
      unsubscribe = bus.onFeedMoved((organizationId, head, changes) => {
        if (changes && !changes.some(concerns)) return
        moved.set(organizationId, head)
        pump.within(performance.now() - workedAt > quietMs ? 0 : quietMs)
      })
      pump.start()
    },
    async stop() {
      unsubscribe?.()
      await pump.stop()
    },
  }
}
