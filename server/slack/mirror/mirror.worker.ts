import type { OrganizationId } from '@atrium/shared/ids.ts'
import { createPump } from '../../infra/deliveries/pump.ts'
import type { Services } from '../../infra/services.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { organizationHeads } from './feed.queries.ts'
import { mirrorChanges } from './mirror-changes.ts'
import { mayBeMirrored } from './mirrored-change.rules.ts'

export interface MirrorWorker {
  start(): void
  /** Finishes the batch at hand. */
  stop(): Promise<void>
}
interface MirrorWorkerOptions {
  services: Pick<Services, 'db' | 'bus' | 'clock' | 'logger'>
  /** The safety net under the hints. */
  pollMs?: number
}

const BATCH = 100
const AT_ONCE = 4
/** In a busy feed, what comes within so long is read together. */
const QUIET_MS = 20

/** Follows every organization's feed and owes to Slack what follows from it. Any number of nodes may run one. */
export function createMirrorWorker({ services, pollMs = 1_000 }: MirrorWorkerOptions): MirrorWorker {
  const { bus, logger } = services
  /** How far this node knows each feed to be read; the cursor in the database decides. */
  const read = new Map<OrganizationId, number>()
  const moved = new Map<OrganizationId, number>()
  const pump = createPump({ work: mirrorMoved, dueMs: lookForMoved, pollMs, logger })
  let unsubscribe: (() => void) | undefined
  let workedAt = -Infinity
  let lookedAt = -Infinity

  /** What the hints have told of since the last round. */
  async function mirrorMoved(): Promise<{ more: boolean }> {
    const organizations = [...moved.keys()].slice(0, AT_ONCE)
    for (const organizationId of organizations) moved.delete(organizationId)
    await Promise.all(organizations.map(mirrorOrganization))
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

  async function mirrorOrganization(organizationId: OrganizationId): Promise<void> {
    try {
      const input = { organizationId, nowMs: services.clock.now(), limit: BATCH, logger }
      const { seq, owed, more } = await commitInOrganization(services, organizationId, (tx) => mirrorChanges(tx, input))
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
        // The cursor passes over the others at the next look, many at a time.
        if (changes && !changes.some(mayBeMirrored)) return
        moved.set(organizationId, head)
        pump.within(performance.now() - workedAt > QUIET_MS ? 0 : QUIET_MS)
      })
      pump.start()
    },
    async stop() {
      unsubscribe?.()
      await pump.stop()
    },
  }
}
