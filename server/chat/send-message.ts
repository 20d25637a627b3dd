import type { Db } from '@atrium/db/connect.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { Services } from '../infra/services.ts'
import type { Send, Sent } from './send-batch.ts'
import { SendQueue } from './send-queue.ts'

const queues = new WeakMap<Db, Map<OrganizationId, SendQueue>>()

/**
 * Sends a message where it belongs: a word to exactly one person to the mention chat of the two, all else to its channel.
 * Committed together with what others of the organization send at the same moment. The same `clientId` again is answered with
 * the same message. @throws bad_input, not_found, not_allowed
 */
export function sendMessage(services: Pick<Services, 'db' | 'bus' | 'clock'>, send: Send): Promise<Sent> {
  const ofDatabase = queues.get(services.db) ?? new Map<OrganizationId, SendQueue>()
  queues.set(services.db, ofDatabase)
  const { organizationId } = send.actor
  const queue = ofDatabase.get(organizationId) ?? new SendQueue(services, organizationId)
  ofDatabase.set(organizationId, queue)
  return queue.send(send)
}
