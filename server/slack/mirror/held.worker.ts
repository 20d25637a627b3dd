import { inOrganization } from '@atrium/db/transaction.ts'
import type { ChannelId, OrganizationId } from '@atrium/shared/ids.ts'
import type { ChangeKind } from '@atrium/shared/realtime/change.ts'
import { createPump } from '../../infra/deliveries/pump.ts'
import type { Services } from '../../infra/services.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { chatsToSettle, heldOrganizations, lockHeld } from './held.queries.ts'
import { settleHeld } from './settle-held.ts'

export interface HeldWorker {
  start(): void
  /** Finishes the chats at hand. */
  stop(): Promise<void>
}
interface HeldWorkerOptions {
  services: Pick<Services, 'db' | 'bus' | 'clock' | 'logger'>
  /** The safety net under the hints: what was read, and who is gone, is noticed this late at the latest. */
  pollMs?: number
}

/** Somebody may have read something, be gone, or wish otherwise. */
const TELLING: readonly ChangeKind[] = [
  'chat.readMoved',
  'chat.threadRead',
  'space.presenceLeft',
  'space.presenceChanged',
  'slack.linkChanged',
]
/** What comes within so long is looked at together. */
const QUIET_MS = 20

/** Lets held messages go when it is time, to the second, or earlier when there is nothing to wait for. Any number of nodes may run one. */
export function createHeldWorker({ services, pollMs = 1_000 }: HeldWorkerOptions): HeldWorker {
  const { db, bus, clock, logger } = services
  let holding = new Map<OrganizationId, number>()
  let failed = false
  let unsubscribe: (() => void) | undefined
  const pump = createPump({ work: settleAll, dueMs: nextDue, pollMs, logger })

  async function settleAll(): Promise<{ more: boolean }> {
    failed = false
    for (const { organizationId } of await heldOrganizations(db)) {
      const chats = await inOrganization(db, organizationId, (tx) => chatsToSettle(tx, organizationId, clock.now()))
      for (const channelId of chats) await settleChat(organizationId, channelId)
    }
    return { more: false }
  }

  async function settleChat(organizationId: OrganizationId, channelId: ChannelId): Promise<void> {
    try {
      const owed = await commitInOrganization(services, organizationId, async (tx) => {
        const held = await lockHeld(tx, organizationId, { channelIds: [channelId] })
        return settleHeld(tx, { organizationId, nowMs: clock.now() }, { held, logger })
      })
      if (owed > 0) bus.deliveriesOwed()
    } catch (error) {
      failed = true
      logger.error({ err: error, organizationId, channelId }, 'held messages could not be let go')
    }
  }

  async function nextDue(): Promise<number | null> {
    holding = new Map((await heldOrganizations(db)).map(({ organizationId, dueAtMs }) => [organizationId, dueAtMs]))
    if (failed || holding.size === 0) return null
    return Math.min(...holding.values()) - clock.now()
  }

  return {
    start() {
      unsubscribe = bus.onFeedMoved((organizationId, _head, changes) => {
        if (holding.has(organizationId) && (!changes || changes.some(({ kind }) => TELLING.includes(kind)))) pump.within(QUIET_MS)
      })
      pump.start()
    },
    async stop() {
      unsubscribe?.()
      await pump.stop()
    },
  }
}
