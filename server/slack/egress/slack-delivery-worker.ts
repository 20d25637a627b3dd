import { createDeliveryWorker, type DeliveryWorker, type DeliveryWorkerOptions } from '../../infra/deliveries/deliveries.worker.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import type { SlackServices } from '../slack-services.ts'
import { createSlackTransport } from './slack-transport.ts'

/** Makes the calls that we owe to Slack. Any number of nodes may run one. */
export function createSlackDeliveryWorker(
  services: SlackServices,
  pace: Pick<DeliveryWorkerOptions, 'capacity' | 'leaseMs' | 'pollMs'> = {},
): DeliveryWorker {
  return createDeliveryWorker({
    services,
    transports: [createSlackTransport(services)],
    commit: (organizationId, work) => commitInOrganization(services, organizationId, work),
    ...pace,
  })
}
