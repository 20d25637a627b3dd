import type { Tx } from '@atrium/db/transaction.ts'
import type { BridgeState } from '@atrium/shared/chat/views.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { deliveriesOfEntity } from './egress.queries.ts'
import { POST_OPERATION } from './post-payload.ts'

type Owed = Awaited<ReturnType<typeof deliveriesOfEntity>>

/** Where a message stands in Slack, whatever else was to be done to it; null when no post of it has arrived. */
export async function standingBridge(tx: Tx, organizationId: OrganizationId, entityId: string): Promise<BridgeState | null> {
  return standingOf(await deliveriesOfEntity(tx, organizationId, entityId))
}

export function standingOf(owed: Owed): BridgeState | null {
  const last = owed.findLast(({ operation, state }) => operation === POST_OPERATION && state === 'sent')
  return last ? { state: 'sent', permalink: (last.result as { permalink?: string } | null)?.permalink ?? null } : null
}
