import type { Services } from '../services.ts'
import { claimDeliveries, extendLeases, nextDueMs } from './claim-deliveries.ts'
import type { DeliveryMetrics } from './delivery-metrics.ts'
import { createGateMemory } from './gate-memory.ts'
import { createLookAhead } from './look-ahead.ts'
import { performDelivery } from './perform-delivery.ts'
import { createPump } from './pump.ts'
import type { Settlement } from './settle-deliveries.ts'
import { createSettler, type Commit } from './settler.ts'
import type { ClaimedDelivery, Transport } from './transport.ts'

export type WorkerServices = Pick<Services, 'db' | 'bus' | 'logger'>
export interface DeliveryWorkerOptions {
  services: WorkerServices
  transports: Transport[]
  /** Opens the transactions in which outcomes are written down. */
  commit: Commit
  /** Calls in flight at most, each in a lane of its own. */
  capacity?: number
  /** How long a lane stays with a worker that has died. Live ones renew it. */
  leaseMs?: number
  /** The safety net under the hints. */
  pollMs?: number
  /** What is counted; nothing by default. */
  metrics?: DeliveryMetrics
}
export interface DeliveryWorker {
  start(): void
  /** Claims no more, waits for the calls in flight and writes down how they ended. */
  stop(): Promise<void>
}

/** Several smaller claims instead of one: while the outcomes of one are written down, the next one is made. */
const CLAIMED_AT_ONCE = 500

/** How late a lane may be noticed whose rest this process does not know of: one behind a gate, or one that another node gave back. */
const LOOK_AHEAD_MS = 50

/** Drains lanes: claims many in one statement, makes the calls, settles what has ended in one transaction per organization. */
export function createDeliveryWorker(options: DeliveryWorkerOptions): DeliveryWorker {
  const { services, commit, capacity = 1_000, leaseMs = 5_000, pollMs = 1_000, metrics } = options
  const transports = new Map(options.transports.map((transport) => [transport.name, transport]))
  const names = [...transports.keys()]
  const inFlight = new Map<string, ClaimedDelivery>()
  const gates = createGateMemory()
  const pump = createPump({ work: claimAndRun, dueMs: lookAhead, pollMs, logger: services.logger })
  const ahead = createLookAhead({
    look: () => nextDueMs(services.db, names),
    within: (ms) => pump.within(ms),
    ...{ everyMs: LOOK_AHEAD_MS, logger: services.logger },
  })
  const settle = createSettler({ commit, transports, logger: services.logger, onSettled })
  let unsubscribe: (() => void) | undefined
  let heartbeat: NodeJS.Timeout | undefined
  let idle: (() => void) | undefined

  async function claimAndRun(): Promise<{ more: boolean }> {
    const limit = Math.min(capacity - inFlight.size, CLAIMED_AT_ONCE)
    if (limit <= 0) return { more: false }
    const claimed = await claimDeliveries(services.db, { transports: names, limit, leaseMs })
    for (const delivery of claimed) void run(delivery)
    return { more: claimed.length === limit && inFlight.size < capacity }
  }

  /** Not in the way of the next claim. */
  async function lookAhead(): Promise<null> {
    ahead.soon()
    return null
  }

  async function run(delivery: ClaimedDelivery): Promise<void> {
    const transport = transports.get(delivery.transport)
    if (!transport) return
    inFlight.set(delivery.laneId, delivery)
    const decision = await performDelivery({ transport, gates, logger: services.logger }, delivery)
    settle({ delivery, decision })
  }

  function onSettled(settlements: Settlement[]): void {
    const wasFull = inFlight.size >= capacity
    for (const settlement of settlements) metrics?.count(settlement)
    for (const { delivery } of settlements) if (inFlight.get(delivery.laneId) === delivery) inFlight.delete(delivery.laneId)
    pump.within(wasFull ? 0 : Math.min(...settlements.map(({ decision }) => decision.holdMs)))
    if (inFlight.size === 0) idle?.()
  }

  function renew(): void {
    const held = [...inFlight.values()].map(({ organizationId, laneId, fence }) => ({ organizationId, laneId, fence }))
    extendLeases(services.db, held, leaseMs).catch((error: unknown) => services.logger.warn({ err: error }, 'leases were not renewed'))
  }

  return {
    start() {
      unsubscribe = services.bus.onDeliveriesOwed(() => pump.within(0))
      heartbeat = setInterval(renew, leaseMs / 3)
      pump.start()
    },
    async stop() {
      unsubscribe?.()
      await pump.stop()
      await ahead.stop()
      if (inFlight.size > 0) await new Promise<void>((resolve) => (idle = resolve))
      clearInterval(heartbeat)
    },
  }
}
