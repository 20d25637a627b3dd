import { asWorker, type Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { Services } from '../infra/services.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { appendKnockChange, presentKnock } from './append-knock-change.ts'
import { deleteKnock, findKnocks } from './knocks.queries.ts'
import { lockPresence } from './presence.queries.ts'

/** Nobody has answered, or whoever was let in has not come. @returns how many. */
export async function expireKnocks(services: Pick<Services, 'db' | 'bus'>, nowMs: number): Promise<number> {
  const over = await asWorker(services.db, (tx) =>
    tx.selectFrom('knock').select(['organization_id', 'id']).where('expires_at', '<=', new Date(nowMs)).execute(),
  )
  let expired = 0
  for (const [organization, rows] of Map.groupBy(over, (row) => row.organization_id)) {
    const organizationId = organization as OrganizationId
    const ids = rows.map(({ id }) => id)
    expired += await commitInOrganization(services, organizationId, (tx) => expireOf(tx, organizationId, { ids, nowMs }))
  }
  return expired
}

async function expireOf(tx: Tx, organizationId: OrganizationId, { ids, nowMs }: { ids: string[]; nowMs: number }): Promise<number> {
  await lockPresence(tx, organizationId)
  let expired = 0
  for (const id of ids) {
    const [row] = await findKnocks(tx, organizationId, { id })
    if (!row || row.expires_at.getTime() > nowMs) continue
    const view = await presentKnock(tx, organizationId, row)
    await deleteKnock(tx, organizationId, id)
    if (view) await appendKnockChange(tx, organizationId, { ...view, state: 'expired', rev: view.rev + 1 })
    expired += 1
  }
  return expired
}
