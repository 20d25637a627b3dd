import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'

/** Of the delivery log; what is still owed stays. */
export async function forgetWebhookMessages(
  tx: Tx,
  organizationId: OrganizationId,
  { before, limit }: { before: Date; limit: number },
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from webhook_message where organization_id = ${organizationId} and id in (
      select id from webhook_message
      where organization_id = ${organizationId} and created_at < ${before} and state <> 'queued' order by created_at limit ${limit}
    )
  `.execute(tx)
  return Number(numAffectedRows ?? 0)
}
