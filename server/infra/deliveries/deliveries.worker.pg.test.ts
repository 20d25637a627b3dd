import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { inOrganization } from '@atrium/db/transaction.ts'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { createInProcessBus } from '../bus.ts'
import { createLogger } from '../logger.ts'
import { blockLanes, unblockLanes } from './block-lanes.ts'
import { claimDeliveries } from './claim-deliveries.ts'
import { dropQueued } from './drop-queued.ts'
import { enqueueDeliveries } from './enqueue-delivery.ts'
import { shareScopes } from './gates.ts'
import type { DeliveryWorker, WorkerServices } from './deliveries.worker.ts'
import { aScope, aWorker, deliveriesOf, owe, untilSettled } from './testing/builders.ts'
import { anOutside, type Outside, type Treatment } from './testing/outside.ts'

const database = useTestDatabase()
const workers: DeliveryWorker[] = []
afterEach(() => Promise.all(workers.splice(0).map((worker) => worker.stop())))

const services = (): WorkerServices => ({ db: database().app.db, bus: createInProcessBus(), logger: createLogger('silent') })

let names = 0
const aName = () => `outside-${(names += 1)}`

function start(node: WorkerServices, outside: Outside, options: { leaseMs?: number; capacity?: number } = {}): DeliveryWorker {
  const worker = aWorker(node, { transports: [outside.transport], pollMs: 50, ...options })
  workers.push(worker)
  worker.start()
  return worker
}

const payloads = (outside: Outside, laneKey: string) =>
  outside.arrivals.filter((arrival) => arrival.laneKey === laneKey).map(({ payload }) => payload)

describe('order', () => {
  it('makes the calls of a lane in the order in which they were owed, one at a time, whatever becomes of them', async () => {
    const treatments = fc.array(fc.constantFrom<Treatment>('take', 'take', 'busy', 'lost-before', 'lost-after', 'refuse'), {
      maxLength: 14,
    })
    await fc.assert(
      fc.asyncProperty(treatments, async (course) => {
        const node = services()
        const scope = await aScope(node)
        const coming = [...course]
        const outside = anOutside({ name: aName(), treat: () => coming.shift() ?? 'take' })
        await owe(node, scope, { laneKey: 'one', payloads: [0, 1, 2, 3, 4, 5], transport: outside.transport.name })
        const worker = start(node, outside)
        await untilSettled(node, scope)
        await worker.stop()
        const refused = (await deliveriesOf(node, scope)).filter(({ state }) => state === 'failed').map(({ payload }) => payload)
        expect(payloads(outside, 'one')).toEqual([0, 1, 2, 3, 4, 5].filter((payload) => !refused.includes(payload)))
        expect(outside.mostCallsInFlight()).toBe(1)
      }),
      { numRuns: 15 },
    )
  })

  it('keeps the order of those who owe to one lane at the same time', async () => {
    const [node, outside] = [services(), anOutside({ name: aName() })]
    const scope = await aScope(node)
    const owing = Array.from({ length: 20 }, (_, index) =>
      owe(node, scope, { laneKey: 'one', payloads: [index], transport: outside.transport.name }),
    )
    await Promise.all(owing)
    const owed = (await deliveriesOf(node, scope)).map(({ payload }) => payload)
    start(node, outside)
    await untilSettled(node, scope)
    expect(payloads(outside, 'one')).toEqual(owed)
  })

  it('waits in one lane without keeping the others', async () => {
    const outside = anOutside({ name: aName(), laneIntervalMs: 150 })
    const node = services()
    const scope = await aScope(node)
    for (const laneKey of ['one', 'two']) await owe(node, scope, { laneKey, payloads: [1, 2, 3], transport: outside.transport.name })
    start(node, outside)
    await untilSettled(node, scope)
    for (const laneKey of ['one', 'two']) {
      const times = outside.arrivals.filter((arrival) => arrival.laneKey === laneKey).map(({ atMs }) => atMs)
      expect(times.slice(1).every((at, index) => at - (times[index] ?? 0) >= 150)).toBe(true)
    }
    expect(
      outside.arrivals
        .slice(0, 2)
        .map(({ laneKey }) => laneKey)
        .sort(),
    ).toEqual(['one', 'two'])
  })
})

describe('several workers', () => {
  it('never double a call, also when each has little capacity', async () => {
    const outside = anOutside({ name: aName(), answerAfterMs: 2 })
    const nodes = [services(), services(), services()]
    const node = nodes[0] ?? services()
    const scope = await aScope(node)
    for (const one of nodes) start(one, outside, { capacity: 5 })
    const lanes = Array.from({ length: 20 }, (_, index) => `lane ${index}`)
    await Promise.all(
      lanes.map((laneKey) =>
        owe(node, scope, { laneKey, payloads: [0, 1, 2, 3, 4].map((n) => `${laneKey}/${n}`), transport: outside.transport.name }),
      ),
    )
    await untilSettled(node, scope)
    for (const laneKey of lanes) expect(payloads(outside, laneKey)).toEqual([0, 1, 2, 3, 4].map((n) => `${laneKey}/${n}`))
    expect(outside.mostCallsInFlight()).toBe(1)
  })

  it('look for the call of one that died between saying so and calling, and make it when it never arrived', async () => {
    const [node, outside] = [services(), anOutside({ name: aName() })]
    const scope = await aScope(node)
    await owe(node, scope, { laneKey: 'one', payloads: ['a', 'b'], transport: outside.transport.name })
    const [dead] = await claimDeliveries(node.db, { transports: [outside.transport.name], limit: 1, leaseMs: 100 })
    expect(dead?.action).toBe('send')
    expect(await claimDeliveries(node.db, { transports: [outside.transport.name], limit: 1, leaseMs: 100 })).toEqual([])
    start(node, outside)
    await untilSettled(node, scope)
    expect(payloads(outside, 'one')).toEqual(['a', 'b'])
    expect(outside.told.map(({ kind }) => kind)).toEqual(['unknown', 'retry', 'sent', 'sent'])
  })

  it('do not repeat the call of one that died between the answer and writing it down', async () => {
    const [node, outside] = [services(), anOutside({ name: aName() })]
    const scope = await aScope(node)
    await owe(node, scope, { laneKey: 'one', payloads: ['a'], transport: outside.transport.name })
    const [dead] = await claimDeliveries(node.db, { transports: [outside.transport.name], limit: 1, leaseMs: 100 })
    if (dead) await outside.transport.send(dead)
    start(node, outside)
    await untilSettled(node, scope)
    expect(payloads(outside, 'one')).toEqual(['a'])
  })

  it('keep a lane for as long as its call takes, whatever the lease', async () => {
    const outside = anOutside({ name: aName(), answerAfterMs: 700 })
    const [one, two] = [services(), services()]
    const scope = await aScope(one)
    start(one, outside, { leaseMs: 300 })
    start(two, outside, { leaseMs: 300 })
    await owe(one, scope, { laneKey: 'one', payloads: ['a'], transport: outside.transport.name })
    await untilSettled(one, scope)
    expect(payloads(outside, 'one')).toEqual(['a'])
    expect(outside.told.map(({ kind }) => kind)).toEqual(['sent'])
  })
})

describe('gates', () => {
  it('keep everybody from an operation of the scope until the time that was named', async () => {
    let limited = false
    const treat = (): Treatment => (limited ? 'take' : ((limited = true), 'rate-limit'))
    const outside = anOutside({ name: aName(), treat, retryAfterMs: 400 })
    const [one, two] = [services(), services()]
    const scope = await aScope(one)
    start(one, outside, { capacity: 1 })
    const from = performance.now()
    await owe(one, scope, { laneKey: 'first', payloads: ['a'], transport: outside.transport.name })
    while (!limited) await new Promise((resolve) => setTimeout(resolve, 2))
    await new Promise((resolve) => setTimeout(resolve, 50))
    start(two, outside)
    await owe(two, scope, { laneKey: 'second', payloads: ['b'], transport: outside.transport.name })
    await untilSettled(one, scope)
    expect(outside.arrivals.map(({ payload }) => String(payload)).toSorted((a, b) => a.localeCompare(b))).toEqual(['a', 'b'])
    expect(outside.arrivals.every(({ atMs }) => atMs - from >= 400)).toBe(true)
  })

  it('[SL7] hold back all of a scope whose credentials died, lose nothing, and let it go on in order', async () => {
    let dead = true
    const outside = anOutside({ name: aName(), treat: () => (dead ? 'dead' : 'take') })
    const node = services()
    const [scope, other] = [await aScope(node), await aScope(node)]
    const worker = start(node, outside)
    await owe(node, scope, { laneKey: 'one', payloads: [1, 2], transport: outside.transport.name })
    while (outside.told.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    await owe(node, scope, { laneKey: 'two', payloads: [3], transport: outside.transport.name })
    dead = false
    await owe(node, other, { laneKey: 'one', payloads: ['other'], transport: outside.transport.name })
    await untilSettled(node, other)
    expect(outside.arrivals.map(({ payload }) => payload)).toEqual(['other'])
    expect((await deliveriesOf(node, scope)).map(({ state }) => state)).toEqual(['queued', 'queued', 'queued'])
    await worker.stop()
    start(node, outside)
    const waiting = await inOrganization(node.db, scope.organizationId, (tx) => unblockLanes(tx, scope))
    node.bus.deliveriesOwed()
    expect(waiting).toHaveLength(3)
    await untilSettled(node, scope)
    expect(payloads(outside, 'one')).toEqual(['other', 1, 2])
    expect(payloads(outside, 'two')).toEqual([3])
  })
})

it('[CH7, SL7] hears, when a scope is blocked, of what is being owed to it at that very moment', async () => {
  const node = services()
  const scope = await aScope(node)
  const begun = Promise.withResolvers<void>()
  const owing = inOrganization(node.db, scope.organizationId, async (tx) => {
    await shareScopes(tx, [scope.scopeId])
    begun.resolve()
    await new Promise((resolve) => setTimeout(resolve, 100))
    const owed = { ...scope, transport: aName(), laneKey: 'one', operation: 'post', payload: 1, nowMs: Date.now() }
    return enqueueDeliveries(tx, [{ ...owed, entityKind: 'message', entityId: randomUUID() }])
  })
  await begun.promise
  const waiting = await inOrganization(node.db, scope.organizationId, (tx) => blockLanes(tx, scope, 'revoked'))
  expect(waiting.map(({ deliveryId }) => deliveryId)).toEqual(await owing)
})

it('[BR10] takes back what is queued and leaves what is under way', async () => {
  const [node, outside] = [services(), anOutside({ name: aName(), answerAfterMs: 100 })]
  const scope = await aScope(node)
  await owe(node, scope, { laneKey: 'one', payloads: [1, 2, 3], transport: outside.transport.name })
  await owe(node, scope, { laneKey: 'two', payloads: [4], transport: outside.transport.name })
  start(node, outside)
  while (outside.callsInFlight('one') === 0) await new Promise((resolve) => setTimeout(resolve, 2))
  const dropped = await inOrganization(node.db, scope.organizationId, (tx) =>
    dropQueued(tx, { scope, laneKeys: ['one'], entityKind: 'message', reason: 'unlinked' }),
  )
  await untilSettled(node, scope)
  expect(dropped).toHaveLength(2)
  expect(outside.arrivals.map(({ payload }) => Number(payload)).toSorted((a, b) => a - b)).toEqual([1, 4])
  expect((await deliveriesOf(node, scope)).map(({ state, error }) => [state, error])).toEqual([
    ['sent', null],
    ['dropped', 'unlinked'],
    ['dropped', 'unlinked'],
    ['sent', null],
  ])
})

it('stops only when the calls in flight are written down', async () => {
  const [node, outside] = [services(), anOutside({ name: aName(), answerAfterMs: 150 })]
  const scope = await aScope(node)
  await owe(node, scope, { laneKey: 'one', payloads: [1, 2], transport: outside.transport.name })
  const worker = start(node, outside)
  while (outside.callsInFlight('one') === 0) await new Promise((resolve) => setTimeout(resolve, 2))
  await worker.stop()
  expect((await deliveriesOf(node, scope)).map(({ state }) => state)).toEqual(['sent', 'queued'])
})

it('does not repeat the call of one that is only cut off from the database, and whose call is still under way', async () => {
  const [node, outside] = [services(), anOutside({ name: aName() })]
  outside.transport.callMs = 800
  const scope = await aScope(node)
  await owe(node, scope, { laneKey: 'one', payloads: ['a'], transport: outside.transport.name })
  const [claimed] = await claimDeliveries(node.db, { transports: [outside.transport.name], limit: 1, leaseMs: 50 })
  // The call arrives long after the lease is over.
  const call = new Promise((resolve) => setTimeout(resolve, 400)).then(() => claimed && outside.transport.send(claimed))
  start(node, outside)
  await untilSettled(node, scope)
  await call
  expect(payloads(outside, 'one')).toEqual(['a'])
})
