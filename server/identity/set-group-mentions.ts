import type { Tx } from '@atrium/db/transaction.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { OrganizationView } from '@atrium/shared/identity/views.ts'
import { appendOrganizationChange } from './append-organization-change.ts'
import { readOrganization } from './members.queries.ts'
import { writeAudit } from './write-audit.ts'

/** Whether anybody of the organization, visitors too, may write @all, @here and @room. What was written before stands. */
export async function setGroupMentions(
  tx: Tx,
  actor: MemberActor,
  { allowed, address, nowMs }: { allowed: boolean; address: string; nowMs: number },
): Promise<OrganizationView> {
  const { organizationId } = actor
  const changed = await tx
    .updateTable('organization')
    .set({ group_mentions: allowed })
    .where('organization_id', '=', organizationId)
    .where('group_mentions', '<>', allowed)
    .returning('name')
    .executeTakeFirst()
  const organization = await readOrganization(tx, organizationId)
  if (!changed) return organization
  await appendOrganizationChange(tx, organization, nowMs)
  const action = allowed ? 'organization.groupMentionsAllowed' : 'organization.groupMentionsTurnedOff'
  await writeAudit(tx, actor, { action, subject: changed.name, address, nowMs })
  return organization
}
