import type { Tx } from '@atrium/db/transaction.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { OrganizationView } from '@atrium/shared/identity/views.ts'
import { appendOrganizationChange } from './append-organization-change.ts'
import { lockOrganization } from './members.queries.ts'
import { writeAudit } from './write-audit.ts'

/** After how long without input everybody of the organization is away, visitors too. */
export async function setAwayMinutes(
  tx: Tx,
  actor: MemberActor,
  { minutes, address, nowMs }: { minutes: number; address: string; nowMs: number },
): Promise<OrganizationView> {
  const { organizationId } = actor
  const before = await lockOrganization(tx, organizationId)
  if (before.awayMinutes === minutes) return before
  await tx.updateTable('organization').set({ away_minutes: minutes }).where('organization_id', '=', organizationId).execute()
  const organization = { ...before, awayMinutes: minutes }
  await appendOrganizationChange(tx, organization, nowMs)
  const detail = { from: before.awayMinutes, to: minutes }
  await writeAudit(tx, actor, { action: 'organization.awayMinutesChanged', subject: organization.name, detail, address, nowMs })
  return organization
}
