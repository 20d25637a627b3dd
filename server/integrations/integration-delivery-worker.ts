import { createDeliveryWorker, type DeliveryWorker, type DeliveryWorkerOptions } from '../infra/deliveries/deliveries.worker.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import type { IntegrationServices } from './integration-services.ts'
import { createLinearTransport } from './linear/linear-transport.ts'
import { createWebhookTransport, type WebhookTransportOptions } from './webhooks/webhook-transport.ts'

type Options = Pick<DeliveryWorkerOptions, 'leaseMs' | 'pollMs' | 'metrics'> & { webhooks?: WebhookTransportOptions }

/** A receiver that does not answer holds a call for a while, and no other endpoint waits for it. */
const CALLS_AT_ONCE = 128

/** Makes the calls that we owe to webhooks and Linear. Any number of nodes may run one. */
export function createIntegrationDeliveryWorker(services: IntegrationServices, { webhooks, ...options }: Options = {}): DeliveryWorker {
  return createDeliveryWorker({
    services,
    transports: [createWebhookTransport(services, webhooks), createLinearTransport(services)],
    commit: (organizationId, work) => commitInOrganization(services, organizationId, work),
    capacity: CALLS_AT_ONCE,
    ...options,
  })
}
