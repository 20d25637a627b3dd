import type { Tx } from '@atrium/db/transaction.ts'
import { newId, type OrganizationId } from '@atrium/shared/ids.ts'
import type { WebhookEndpointId, WebhookMessageId } from '@atrium/shared/integrations/webhooks.ts'
import { enqueueDeliveries, type NewDelivery } from '../../infra/deliveries/enqueue-delivery.ts'
import { insertMessages } from './messages.queries.ts'
import { WEBHOOK_TRANSPORT, type WebhookPayload } from './webhook-payload.ts'

export interface OwedEvent {
  endpointId: WebhookEndpointId
  event: string
  body: string
}

/** One message for one endpoint each, in the order given: they go out in it. Call `bus.deliveriesOwed()` after the commit. */
export async function oweMessages(tx: Tx, organizationId: OrganizationId, events: readonly OwedEvent[], nowMs: number): Promise<void> {
  // Ids of one millisecond have no order, and the log is in theirs.
  const messages = events.map((event, index) => ({ ...event, id: newId<WebhookMessageId>(nowMs + index), createdAt: new Date(nowMs) }))
  await insertMessages(tx, organizationId, messages)
  await enqueueDeliveries(
    tx,
    messages.map(({ id, endpointId }) => deliveryOf({ organizationId, endpointId, messageId: id, nowMs })),
  )
}

interface Owed {
  organizationId: OrganizationId
  endpointId: WebhookEndpointId
  messageId: WebhookMessageId
  nowMs: number
}

/** An endpoint is one lane: what comes later waits for what came before. */
export function deliveryOf({ organizationId, endpointId, messageId, nowMs }: Owed): NewDelivery {
  const payload: WebhookPayload = { messageId }
  const lane = { transport: WEBHOOK_TRANSPORT, scopeId: endpointId, laneKey: 'events' }
  return { organizationId, ...lane, operation: 'post', payload, entityKind: null, entityId: null, nowMs }
}
