import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'

/** After this a repeated request is carried out anew. */
export async function forgetAnswers(
  tx: Tx,
  organizationId: OrganizationId,
  { before, limit }: { before: Date; limit: number },
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from api_answer
    where organization_id = ${organizationId} and (api_key_id, idempotency_key) in (
      select api_key_id, idempotency_key from api_answer
      where organization_id = ${organizationId} and created_at < ${before} order by created_at limit ${limit}
    )
  `.execute(tx)
  return Number(numAffectedRows ?? 0)
}
