import { connect } from '@atrium/db/connect.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { newId, type OrganizationId } from '@atrium/shared/ids.ts'
import { createInProcessBus } from '@atrium/server/infra/bus.ts'
import { systemClock } from '@atrium/server/infra/clock.ts'
import { createDeliveryWorker } from '@atrium/server/infra/deliveries/deliveries.worker.ts'
import { enqueueDeliveries } from '@atrium/server/infra/deliveries/enqueue-delivery.ts'
import type { Transport } from '@atrium/server/infra/deliveries/transport.ts'
import { createLogger } from '@atrium/server/infra/logger.ts'
import { commitInOrganization } from '@atrium/server/realtime/commit.ts'
import { percentile, round } from '../measure/statistics.ts'

/**
 * Atrium's lanes with an outside that answers at once: 2,000 lanes of 10 deliveries, then 200 a second on free lanes for the time from
 * commit to call. Fails when a lane's order is broken. `argv[2]` database.
 */
const LANES = 2000
const EACH = 10
const { db, close } = connect({ url: process.argv[2] ?? '', role: 'app', poolSize: 8 })
const services = { db, bus: createInProcessBus(), clock: systemClock, logger: createLogger('warn') }
const organizationId = newId<OrganizationId>()
await inOrganization(db, organizationId, async (tx) => {
  await tx.insertInto('organization').values({ organization_id: organizationId, name: 'Bench', slug: organizationId }).execute()
  await tx.insertInto('organization_head').values({ organization_id: organizationId }).execute()
})

const lastOfLane = new Map<string, number>()
const called = new Map<string, number>()
let calls = 0
const transport: Transport = {
  name: 'bench',
  laneIntervalMs: 0,
  lookAfterMs: 1000,
  send: async (delivery) => {
    const { number } = delivery.payload as { number: number }
    if (number <= (lastOfLane.get(delivery.laneKey) ?? -1)) throw new Error(`lane ${delivery.laneKey} out of order`)
    lastOfLane.set(delivery.laneKey, number)
    called.set(delivery.id, performance.now())
    calls += 1
    return { kind: 'sent', result: {} }
  },
  reconcile: async () => ({ kind: 'absent' }),
  settled: async () => {},
}
const scopeId = newId()
const owe = (items: { laneKey: string; number: number }[]) =>
  commitInOrganization(services, organizationId, (tx) =>
    enqueueDeliveries(
      tx,
      items.map(({ laneKey, number }) => ({
        ...{ organizationId, transport: 'bench', scopeId, laneKey, operation: 'call', payload: { number, text: 'hello' } },
        ...{ entityKind: null, entityId: null, nowMs: Date.now() },
      })),
    ),
  )

for (let number = 0; number < EACH; number++) await owe(Array.from({ length: LANES }, (_, lane) => ({ laneKey: `lane ${lane}`, number })))
const worker = createDeliveryWorker({ services, transports: [transport], commit: (id, work) => commitInOrganization(services, id, work) })
const startedAt = performance.now()
worker.start()
while (calls < LANES * EACH) await new Promise((resolve) => setTimeout(resolve, 5))
const seconds = (performance.now() - startedAt) / 1000

// What is still being written down does not belong to the free lanes.
await new Promise((resolve) => setTimeout(resolve, 1500))
const latencies: number[] = []
for (let number = 0; number < 300; number++) {
  const [id = ''] = await owe([{ laneKey: `free ${number}`, number }])
  const committedAt = performance.now()
  services.bus.deliveriesOwed()
  await new Promise((resolve) => setTimeout(resolve, 15))
  latencies.push((called.get(id) ?? Number.POSITIVE_INFINITY) - committedAt)
}
await worker.stop()
await close()
const late = latencies.map((value) => (Number.isFinite(value) ? value : 1000))
console.log(
  JSON.stringify({
    deliveriesPerSecond: Math.round((LANES * EACH) / seconds),
    commitToCallP50Ms: round(percentile(late, 0.5)),
    commitToCallP99Ms: round(percentile(late, 0.99)),
  }),
)
