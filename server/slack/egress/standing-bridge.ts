import type { Tx } from '@atrium/db/transaction.ts'
import type { BridgeState } from '@atrium/shared/chat/views.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { deliveriesOfEntity, type DeliveryOfEntity } from './egress.queries.ts'
import { addressed, POST_OPERATION } from './post-payload.ts'
import { SHARE_OPERATION } from './share-payload.ts'

type Owed = readonly DeliveryOfEntity[]

/** Where a message stands in Slack, whatever else was to be done to it; null when nothing of it has arrived. */
export async function standingBridge(tx: Tx, organizationId: OrganizationId, entityId: string): Promise<BridgeState | null> {
  return standingOf(await deliveriesOfEntity(tx, organizationId, entityId))
}

/** Its words say where; files alone do, once Slack has told where they are. */
export function standingOf(owed: Owed): BridgeState | null {
  const arrived = (kind: string) => owed.findLast(({ operation, state }) => operation === kind && state === 'sent')
  const last = arrived(POST_OPERATION) ?? arrived(SHARE_OPERATION)
  if (!last) return null
  const { permalink = null } = (last.result ?? {}) as { permalink?: string | null }
  return { state: 'sent', permalink, ...(isOutsideThread(last) ? { outsideThread: true } : {}) }
}

/** A reply to what is not there, or not any more: as long as Slack has not told where it stands, nobody knows. */
function isOutsideThread({ payload, result }: DeliveryOfEntity): boolean {
  const { to } = addressed.parse(payload)
  const { ts = null, threadTs = null } = (result ?? {}) as { ts?: string | null; threadTs?: string | null }
  return to.kind === 'direct' && to.thread !== null && ts !== null && threadTs === null
}
