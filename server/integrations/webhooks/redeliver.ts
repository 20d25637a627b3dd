import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { WebhookEndpointId, WebhookMessageId } from '@atrium/shared/integrations/webhooks.ts'
import { enqueueDelivery } from '../../infra/deliveries/enqueue-delivery.ts'
import { lockEndpoint } from './endpoints.queries.ts'
import { lockMessage, setMessageStates } from './messages.queries.ts'
import { deliveryOf, oweMessages } from './owe-messages.ts'
import { webhookBody } from './webhook-events.rules.ts'

/** Owes a message once more, under the same id, behind what is owed already. Call `bus.deliveriesOwed()` after the commit. @throws not_found, conflict */
export async function redeliver(
  tx: Tx,
  { organizationId }: MemberActor,
  { messageId, nowMs }: { messageId: WebhookMessageId; nowMs: number },
): Promise<void> {
  const message = await lockMessage(tx, organizationId, messageId)
  if (!message) throw new AtriumError('not_found')
  if (message.state === 'queued') throw new AtriumError('conflict', 'It is on its way already.')
  const endpointId = message.endpoint_id as WebhookEndpointId
  await requireActive(tx, organizationId, endpointId)
  await setMessageStates(tx, organizationId, { ids: [messageId], state: 'queued' })
  await enqueueDelivery(tx, deliveryOf({ organizationId, endpointId, messageId, nowMs }))
}

/** Owes an event that says nothing, to see whether it arrives. The same holds. @throws not_found, conflict */
export async function sendTestEvent(
  tx: Tx,
  { organizationId }: MemberActor,
  { endpointId, nowMs }: { endpointId: WebhookEndpointId; nowMs: number },
): Promise<void> {
  await requireActive(tx, organizationId, endpointId)
  const event = { endpointId, event: 'webhook.test', body: webhookBody('webhook.test', {}, nowMs) }
  await oweMessages(tx, organizationId, [event], nowMs)
}

async function requireActive(tx: Tx, organizationId: MemberActor['organizationId'], endpointId: WebhookEndpointId): Promise<void> {
  const { state } = await lockEndpoint(tx, organizationId, endpointId)
  if (state !== 'active') throw new AtriumError('conflict', 'The webhook is turned off. Turn it on first.')
}
