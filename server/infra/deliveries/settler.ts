import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { faultPoint } from '../fault-point.ts'
import type { Logger } from '../logger.ts'
import { settleDeliveries, type Settlement } from './settle-deliveries.ts'
import type { Transport } from './transport.ts'

/** Runs work in one transaction of one organization. */
export type Commit = <T>(organizationId: OrganizationId, work: (tx: Tx) => Promise<T>) => Promise<T>

export interface SettlerOptions {
  commit: Commit
  transports: Map<string, Transport>
  logger: Logger
  /** They are written down, and nothing is held for them any more. */
  onSettled(settlements: Settlement[]): void
}

const FIRST_RETRY_MS = 100
/** About 25 seconds together; then the lease runs out, and whoever claims the lane next looks for what became of the call. */
const TRIES = 9

/** Takes outcomes to write down. Per organization, what ends while one transaction is open goes into the next, together. */
export function createSettler(options: SettlerOptions): (settlement: Settlement) => void {
  const waiting = new Map<OrganizationId, Settlement[]>()

  async function writeAll(organizationId: OrganizationId): Promise<void> {
    // What ends in the same tick belongs to the same batch.
    await new Promise((resolve) => setImmediate(resolve))
    for (;;) {
      const batch = waiting.get(organizationId) ?? []
      if (batch.length === 0) break
      waiting.set(organizationId, [])
      await writeBatch(options, organizationId, batch)
    }
    waiting.delete(organizationId)
  }

  return (settlement) => {
    const { organizationId } = settlement.delivery
    const queue = waiting.get(organizationId)
    if (queue) queue.push(settlement)
    else {
      waiting.set(organizationId, [settlement])
      void writeAll(organizationId)
    }
  }
}

/** Never throws: these outcomes are known here alone, so it is tried again when the database is away or two transactions waited for each other. */
async function writeBatch(options: SettlerOptions, organizationId: OrganizationId, settlements: Settlement[]): Promise<void> {
  for (let trial = 0; trial < TRIES; trial += 1) {
    try {
      await commitSettlements(options, organizationId, settlements)
      faultPoint('egress.settled')
      break
    } catch (error) {
      options.logger.error({ err: error, deliveries: settlements.length }, 'outcomes could not be written')
      await new Promise((resolve) => setTimeout(resolve, FIRST_RETRY_MS * 2 ** trial))
      // One that cannot be written must not keep the others.
      if (settlements.length === 1) continue
      for (const one of settlements) await writeBatch(options, organizationId, [one])
      return
    }
  }
  options.onSettled(settlements)
}

async function commitSettlements(
  { commit, transports }: SettlerOptions,
  organizationId: OrganizationId,
  batch: Settlement[],
): Promise<void> {
  await commit(organizationId, async (tx) => {
    const held = await settleDeliveries(tx, organizationId, batch)
    for (const [name, settlements] of Map.groupBy(held, ({ delivery }) => delivery.transport)) {
      const settled = settlements.map(({ delivery, decision }) => ({ delivery, outcome: decision.outcome }))
      await transports.get(name)?.settled(tx, settled)
    }
  })
}
