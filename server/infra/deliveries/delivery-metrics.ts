import { Counter, type Registry } from 'prom-client'
import type { Settlement } from './settle-deliveries.ts'

export interface DeliveryMetrics {
  count(settlement: Settlement): void
}

/** Counts how calls end, what had to be looked for, and what stood there twice. */
export function createDeliveryMetrics(registry: Registry): DeliveryMetrics {
  const registers = [registry]
  const outcomes = new Counter({
    name: 'atrium_deliveries_total',
    help: 'Outcomes of outgoing calls and of looks for lost ones, by transport and outcome.',
    labelNames: ['transport', 'outcome'],
    registers,
  })
  const duplicates = new Counter({
    name: 'atrium_delivery_duplicates_removed_total',
    help: 'Calls that turned out to have happened twice and were taken back.',
    labelNames: ['transport'],
    registers,
  })
  return {
    count({ delivery: { transport }, decision: { outcome } }) {
      outcomes.inc({ transport, outcome: outcome.kind })
      if (outcome.kind === 'sent') duplicates.inc({ transport }, outcome.duplicatesRemoved ?? 0)
    },
  }
}
