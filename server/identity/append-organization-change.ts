import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, SpaceId } from '@atrium/shared/ids.ts'
import type { OrganizationView } from '@atrium/shared/identity/views.ts'
import type { AudienceToken } from '@atrium/shared/realtime/change.ts'
import { appendChange } from '../realtime/append-change.ts'

/** Tells everybody of what holds for visitors too. */
export async function appendOrganizationChange(tx: Tx, organization: OrganizationView, nowMs: number): Promise<void> {
  const audience: AudienceToken[] = ['members', ...(await visitorsOf(tx, organization.id))]
  const { id } = organization
  appendChange(tx, { kind: 'identity.organizationChanged', audience, entityId: id, rev: nowMs, payload: { organization } })
}

/** They are in their space, or in their room of it. */
async function visitorsOf(tx: Tx, organizationId: OrganizationId): Promise<AudienceToken[]> {
  const spaces = await tx.selectFrom('space').select('id').where('organization_id', '=', organizationId).orderBy('id').execute()
  return spaces.flatMap(({ id }): AudienceToken[] => [`space:${id as SpaceId}`, `map:${id as SpaceId}`])
}
