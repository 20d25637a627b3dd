import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, SlaPolicyId } from '@atrium/shared/ids.ts'
import type { SlaPolicyView, SlaTerms } from '@atrium/shared/inbox/sla.ts'

/** All of an organization, the oldest first. */
export async function policiesOf(tx: Tx, organizationId: OrganizationId): Promise<SlaPolicyView[]> {
  const rows = await tx
    .selectFrom('sla_policy')
    .select(['id', 'name', 'terms', 'rev'])
    .where('organization_id', '=', organizationId)
    .orderBy('id')
    .execute()
  return rows.map(({ id, name, terms, rev }) => ({ id: id as SlaPolicyId, name, terms: terms as unknown as SlaTerms, rev }))
}
