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
import { drained, LANES, WARM_EACH } from './drain.ts'
import { measureFreeLanes } from './free-lanes.ts'

/**
 * Atrium's lanes with an outside that answers at once: 2,000 lanes of 10 deliveries, then jobs on free lanes for the time from commit to
 * call. Fails when a lane's order is broken. `argv[2]` database, `argv[3]`, `argv[4]`: jobs a second on free lanes, and for how many seconds.
 */
const [, , url = '', perSecond, forSeconds] = process.argv
const EACH = 10
const { db, close } = connect({ url, role: 'app', poolSize: 8 })
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

let owed = 0
/** Owed while nobody works. @returns deliveries a second */
async function drain(each: number): Promise<number> {
  for (let count = 0; count < each; count++, owed++) {
    await owe(Array.from({ length: LANES }, (_, lane) => ({ laneKey: `lane ${lane}`, number: owed })))
  }
  calls = 0
  const worker = createDeliveryWorker({ services, transports: [transport], commit: (id, work) => commitInOrganization(services, id, work) })
  const startedAt = performance.now()
  worker.start()
  const rate = await drained(LANES * each, () => calls, startedAt)
  await worker.stop()
  return rate
}

await drain(WARM_EACH)
const deliveriesPerSecond = await drain(EACH)
const worker = createDeliveryWorker({ services, transports: [transport], commit: (id, work) => commitInOrganization(services, id, work) })
worker.start()
const ids = new Map<number, string>()
const free = await measureFreeLanes(
  { perSecond: Number(perSecond), seconds: Number(forSeconds) },
  {
    commit: async (number) => {
      const [id = ''] = await owe([{ laneKey: `free ${number}`, number }])
      ids.set(number, id)
    },
    wake: () => services.bus.deliveriesOwed(),
    calledAt: (number) => called.get(ids.get(number) ?? ''),
  },
)
await worker.stop()
await close()
console.log(JSON.stringify({ deliveriesPerSecond, ...free }))
