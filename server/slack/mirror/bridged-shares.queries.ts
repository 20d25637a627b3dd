import type { Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, MessageId, OrganizationId } from '@atrium/shared/ids.ts'
import { deliveriesOfEntity } from '../egress/egress.queries.ts'
import { REVISION_OPERATIONS, revisionPayload } from '../egress/revision-payload.ts'
import { SHARE_OPERATION, sharePayload, type SharePayload } from '../egress/share-payload.ts'
import type { BridgedPost } from './bridged-posts.queries.ts'

/** What carries the files of a message, or will: as a rule one. */
export interface BridgedShare {
  deliveryId: string
  state: BridgedPost['state']
  installationId: InstallationId
  laneKey: string
  payload: SharePayload
}

/** Those that stand or will, in order. Hold their lanes: see `holdLanesOf`. */
export async function bridgedShares(tx: Tx, organizationId: OrganizationId, messageId: MessageId): Promise<BridgedShare[]> {
  const owed = await deliveriesOfEntity(tx, organizationId, messageId)
  const going = owed
    .filter(({ operation, state }) => operation === REVISION_OPERATIONS.unshare && state !== 'failed' && state !== 'dropped')
    .flatMap(({ payload }) => {
      const { target } = revisionPayload.parse(payload)
      return 'deliveryId' in target ? [target.deliveryId] : []
    })
  return owed.flatMap((row): BridgedShare[] => {
    if (row.operation !== SHARE_OPERATION || row.state === 'dropped' || going.includes(row.id)) return []
    const state = ({ queued: 'waiting', failed: 'failed', sent: 'sent' } as const)[row.state] ?? 'underWay'
    const at = { installationId: row.scope_id as InstallationId, laneKey: row.key }
    return [{ deliveryId: row.id, state, ...at, payload: sharePayload.parse(row.payload) }]
  })
}
