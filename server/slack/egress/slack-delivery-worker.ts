import { createDeliveryWorker, type DeliveryWorker, type DeliveryWorkerOptions } from '../../infra/deliveries/deliveries.worker.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import type { SlackServices } from '../slack-services.ts'
import { createSlackTransport } from './slack-transport.ts'

export type SlackWorkerOptions = Pick<DeliveryWorkerOptions, 'leaseMs' | 'pollMs' | 'metrics'> & {
  /** After a lost answer, until the first look and between looks. */
  lookAfterMs?: number
  /** Between two calls of one lane, which is what Slack allows; tests that are about something else hurry. */
  laneIntervalMs?: number
}

const CALLS_AT_ONCE = 256

/** Makes the calls that we owe to Slack. Any number of nodes may run one. */
export function createSlackDeliveryWorker(
  services: SlackServices,
  { lookAfterMs, laneIntervalMs, ...options }: SlackWorkerOptions = {},
): DeliveryWorker {
  return createDeliveryWorker({
    services,
    transports: [createSlackTransport(services, { lookAfterMs, laneIntervalMs })],
    commit: (organizationId, work) => commitInOrganization(services, organizationId, work),
    capacity: CALLS_AT_ONCE,
    ...options,
  })
}
