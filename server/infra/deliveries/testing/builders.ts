import { randomUUID } from 'node:crypto'
import { inOrganization } from '@atrium/db/transaction.ts'
import { newId, type OrganizationId } from '@atrium/shared/ids.ts'

import { createDeliveryWorker, type DeliveryWorker, type DeliveryWorkerOptions, type WorkerServices } from '../deliveries.worker.ts'
import { enqueueDeliveries, type NewDelivery } from '../enqueue-delivery.ts'

export interface TestScope {
  organizationId: OrganizationId
  scopeId: string
}

/** An organization to owe for, with one set of credentials. */
export async function aScope(services: WorkerServices): Promise<TestScope> {
  const organizationId = newId<OrganizationId>()
  await inOrganization(services.db, organizationId, async (tx) => {
    await tx.insertInto('organization').values({ organization_id: organizationId, name: 'Northwind', slug: organizationId }).execute()
    await tx.insertInto('organization_head').values({ organization_id: organizationId }).execute()
  })
  return { organizationId, scopeId: randomUUID() }
}

/** Owes `payloads` to one lane, in order, and wakes the workers. */
export async function owe(
  services: WorkerServices,
  scope: TestScope,
  lane: { laneKey: string; payloads: unknown[]; transport?: string },
): Promise<void> {
  const deliveries: NewDelivery[] = lane.payloads.map((payload) => ({
    ...scope,
    transport: lane.transport ?? 'outside',
    laneKey: lane.laneKey,
    operation: 'post',
    payload,
    entityKind: 'message',
    entityId: randomUUID(),
    nowMs: Date.now(),
  }))
  await inOrganization(services.db, scope.organizationId, (tx) => enqueueDeliveries(tx, deliveries))
  services.bus.deliveriesOwed()
}

/** A worker whose settling transactions belong to no feed. */
export function aWorker(services: WorkerServices, options: Omit<DeliveryWorkerOptions, 'services' | 'commit'>): DeliveryWorker {
  return createDeliveryWorker({ services, commit: (organizationId, work) => inOrganization(services.db, organizationId, work), ...options })
}

/** Every delivery of an organization in the order in which it was owed. */
export function deliveriesOf(services: WorkerServices, { organizationId }: TestScope) {
  return inOrganization(services.db, organizationId, (tx) =>
    tx
      .selectFrom('delivery')
      .select(['id', 'state', 'attempts', 'error', 'payload', 'result'])
      .where('organization_id', '=', organizationId)
      .orderBy('ordinal')
      .execute(),
  )
}

/** Waits until nothing is owed any more. */
export async function untilSettled(services: WorkerServices, scope: TestScope): Promise<void> {
  for (;;) {
    const deliveries = await deliveriesOf(services, scope)
    if (deliveries.every(({ state }) => state === 'sent' || state === 'failed' || state === 'dropped')) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
