import { randomUUID } from 'node:crypto'
import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ConversationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { EscalationId, EscalationView } from '@atrium/shared/integrations/linear.ts'
import { lockConversation } from '../../inbox/conversations.queries.ts'
import { enqueueDelivery } from '../../infra/deliveries/enqueue-delivery.ts'
import { appendEscalationChange, escalationOf, findConnection, presentEscalation, reviseEscalation } from './linear.queries.ts'
import { LINEAR_TRANSPORT, type EscalationPayload } from './linear-payload.ts'

/**
 * Owes an issue in Linear for a conversation. There is one for each: asked again it is the same one, and one that has failed is tried anew.
 * Call `bus.deliveriesOwed()` after the commit. @throws not_found, conflict where Linear is not connected
 */
export async function escalate(
  tx: Tx,
  { organizationId, personId }: MemberActor,
  { conversationId, nowMs }: { conversationId: ConversationId; nowMs: number },
): Promise<EscalationView> {
  const conversation = await lockConversation(tx, organizationId, conversationId)
  if (!conversation) throw new AtriumError('not_found')
  const known = await escalationOf(tx, organizationId, conversationId)
  if (known && known.state !== 'failed') return presentEscalation(known)
  const connection = await findConnection(tx, organizationId)
  if (!connection) throw new AtriumError('conflict', 'Linear is not connected. An owner or admin connects it under Settings, Linear.')
  // Linear takes ids of this version alone.
  const id = (known?.id ?? randomUUID()) as EscalationId
  const payload: EscalationPayload = { escalationId: id }
  const lane = { transport: LINEAR_TRANSPORT, scopeId: connection.id, laneKey: 'issues' }
  await enqueueDelivery(tx, { organizationId, ...lane, operation: 'escalate', payload, entityKind: null, entityId: null, nowMs })
  if (known) return reviseEscalation(tx, { organizationId, id }, { state: 'queued', reason: null, connection_id: connection.id })
  await tx
    .insertInto('escalation')
    .values({
      ...{ organization_id: organizationId, id, conversation_id: conversationId, connection_id: connection.id },
      ...{ title: conversation.subject, created_by: personId, created_at: new Date(nowMs) },
    })
    .execute()
  const row = await escalationOf(tx, organizationId, conversationId)
  if (!row) throw new Error('an escalation was not written')
  return appendEscalationChange(tx, row)
}
