import type { Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, MemberId, MessageId } from '@atrium/shared/ids.ts'
import { findMessage } from '../mirror/mirror.queries.ts'
import { oweMessage } from '../mirror/owe-message.ts'
import { enqueueDeliveries } from '../../infra/deliveries/enqueue-delivery.ts'
import type { ClaimedDelivery } from '../../infra/deliveries/transport.ts'
import { findLink, updateLink, type LinkRow } from '../link/link.queries.ts'
import { tellBridge } from '../tell-bridge.ts'
import { deliveriesOfEntity, egressActor } from './egress.queries.ts'
import type { Addressed } from './post-payload.ts'
import { SHARE_OPERATION } from './share-payload.ts'

interface Refused {
  delivery: ClaimedDelivery
  as: Addressed['as']
  nowMs: number
}

/**
 * The sender's token does not post any more: the link says so from now on, and the message goes the way of those who
 * linked without that grant. The parts of a long message come here one by one; the first one takes all along.
 */
export async function postAnotherWay(tx: Tx, refused: Refused): Promise<void> {
  await forbid(tx, refused, (link) => (link.can_post ? { can_post: false } : null))
  await oweAnew(tx, refused)
}

/** The same, where only files may not be sent with it. Words that are there already stay there. */
export async function shareAnotherWay(tx: Tx, refused: Refused): Promise<void> {
  await forbid(tx, refused, ({ scopes }) =>
    scopes.includes('files:write') ? { scopes: scopes.filter((scope) => scope !== 'files:write') } : null,
  )
  await oweAnew(tx, refused)
}

async function forbid(
  tx: Tx,
  { delivery, as }: Refused,
  change: (link: LinkRow) => { can_post?: boolean; scopes?: string[] } | null,
): Promise<void> {
  if (as.kind !== 'sender') return
  const of = { installationId: delivery.scopeId as InstallationId, memberId: as.memberId as MemberId }
  const link = await findLink(tx, delivery.organizationId, of)
  const set = link && change(link)
  if (set) await updateLink(tx, delivery.organizationId, { id: link.id, set })
}

async function oweAnew(tx: Tx, { delivery, as, nowMs }: Refused): Promise<void> {
  const { organizationId, entityId } = delivery
  if (as.kind !== 'sender' || entityId === null) return
  const isShare = delivery.operation === SHARE_OPERATION
  const parts = (await deliveriesOfEntity(tx, organizationId, entityId)).filter(
    ({ operation }) => !isShare || operation === SHARE_OPERATION,
  )
  if (parts.some((part) => part.lane_id !== delivery.laneId && part.state !== 'dropped' && part.state !== 'failed')) return
  const message = await findMessage(tx, organizationId, entityId as MessageId)
  const owed = message && (await oweMessage(tx, { organizationId, nowMs }, message))
  if (!owed) return
  // Files come after the words, which have had their turn.
  const deliveries = owed.deliveries.filter(({ operation }) => !isShare || operation === SHARE_OPERATION)
  await enqueueDeliveries(tx, deliveries)
  await tellBridge(tx, egressActor(organizationId), { entities: [{ entityKind: 'message', entityId }], bridge: owed.bridge })
}
