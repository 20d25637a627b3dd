import type { Db } from '@atrium/db/connect.ts'
import { inOrganization, type Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { Bus, CommittedChange } from '../infra/bus.ts'
import { beginChanges, flushChanges } from './append-change.ts'

/**
 * The only way to write: one transaction in one organization, its changes appended by the last statement, and after the
 * commit a hint that the feed has moved. What `work` throws rolls everything back.
 */
export async function commitInOrganization<T>(
  services: { db: Db; bus: Bus },
  organizationId: OrganizationId,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  let changes: CommittedChange[] = []
  const result = await inOrganization(services.db, organizationId, async (tx) => {
    beginChanges(tx)
    const value = await work(tx)
    changes = await flushChanges(tx, organizationId)
    return value
  })
  const last = changes.at(-1)
  if (last) services.bus.feedMoved(organizationId, last.seq, changes)
  return result
}
