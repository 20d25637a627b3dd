import type { Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, MemberId, MessageId } from '@atrium/shared/ids.ts'
import { findMessage } from '../mirror/mirror.queries.ts'
import { oweMessage } from '../mirror/owe-message.ts'
import { enqueueDeliveries } from '../../infra/deliveries/enqueue-delivery.ts'
import type { ClaimedDelivery } from '../../infra/deliveries/transport.ts'
import { findLink, updateLink } from '../link/link.queries.ts'
import { tellBridge } from '../tell-bridge.ts'
import { deliveriesOfEntity, egressActor } from './egress.queries.ts'
import type { PostPayload } from './post-payload.ts'

/**
 * The sender's token does not post any more: the link says so from now on, and the message goes the way of those who
 * linked without that grant. The parts of a long message come here one by one; the first one takes all along.
 */
export async function postAnotherWay(
  tx: Tx,
  { delivery, payload, nowMs }: { delivery: ClaimedDelivery; payload: PostPayload; nowMs: number },
): Promise<void> {
  const { organizationId, entityId } = delivery
  if (payload.as.kind !== 'sender' || entityId === null) return
  const of = { installationId: delivery.scopeId as InstallationId, memberId: payload.as.memberId as MemberId }
  const link = await findLink(tx, organizationId, of)
  if (link?.can_post) await updateLink(tx, organizationId, { id: link.id, set: { can_post: false } })
  const parts = await deliveriesOfEntity(tx, organizationId, entityId)
  if (parts.some((part) => part.lane_id !== delivery.laneId && part.state !== 'dropped' && part.state !== 'failed')) return
  const message = await findMessage(tx, organizationId, entityId as MessageId)
  const owed = message && (await oweMessage(tx, { organizationId, nowMs }, message))
  if (!owed) return
  await enqueueDeliveries(tx, owed.deliveries)
  await tellBridge(tx, egressActor(organizationId), { entities: [{ entityKind: 'message', entityId }], bridge: owed.bridge })
}
