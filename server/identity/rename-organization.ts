import type { Tx } from '@atrium/db/transaction.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { OrganizationView } from '@atrium/shared/identity/views.ts'
import { appendChange } from '../realtime/append-change.ts'
import { lockOrganization } from './members.queries.ts'
import { writeAudit } from './write-audit.ts'

/** Its addresses stay: the slug is of the first name. */
export async function renameOrganization(
  tx: Tx,
  actor: MemberActor,
  { name, address, nowMs }: { name: string; address: string; nowMs: number },
): Promise<OrganizationView> {
  const { organizationId } = actor
  const before = await lockOrganization(tx, organizationId)
  if (before.name === name) return before
  await tx.updateTable('organization').set({ name }).where('organization_id', '=', organizationId).execute()
  const organization = { ...before, name }
  // Without a revision of its own: the last in the feed holds.
  appendChange(tx, {
    kind: 'identity.organizationChanged',
    audience: ['members'],
    entityId: organizationId,
    rev: 1,
    payload: { organization },
  })
  await writeAudit(tx, actor, { action: 'organization.renamed', subject: name, detail: { from: before.name }, address, nowMs })
  return organization
}
