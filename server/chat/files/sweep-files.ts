import { asWorker } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { Services } from '../../infra/services.ts'
import { commitInOrganization } from '../../realtime/commit.ts'

/** How long a file may wait to be sent. */
export const UNATTACHED_MS = 24 * 3_600_000

/** Removes what was uploaded and never sent, and what a server that went down left half uploaded. @returns how many. */
export async function sweepFiles(services: Pick<Services, 'db' | 'bus'>, nowMs: number): Promise<number> {
  const before = new Date(nowMs - UNATTACHED_MS)
  const organizations = await asWorker(services.db, (tx) =>
    tx.selectFrom('file').select('organization_id').distinct().where('message_id', 'is', null).where('created_at', '<', before).execute(),
  )
  let removed = 0
  for (const { organization_id } of organizations) {
    const gone = await commitInOrganization(services, organization_id as OrganizationId, (tx) =>
      tx
        .deleteFrom('file')
        .where('organization_id', '=', organization_id)
        .where('message_id', 'is', null)
        .where('created_at', '<', before)
        .returning('id')
        .execute(),
    )
    removed += gone.length
  }
  return removed
}
