import type { Tx } from '@atrium/db/transaction.ts'
import type { SpaceId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { OrganizationView } from '@atrium/shared/identity/views.ts'
import type { AudienceToken } from '@atrium/shared/realtime/change.ts'
import { appendChange } from '../realtime/append-change.ts'
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
  const audience: AudienceToken[] = ['members', ...(await visitorsOf(tx, actor))]
  appendChange(tx, { kind: 'identity.organizationChanged', audience, entityId: organizationId, rev: nowMs, payload: { organization } })
  const action = allowed ? 'organization.groupMentionsAllowed' : 'organization.groupMentionsTurnedOff'
  await writeAudit(tx, actor, { action, subject: changed.name, address, nowMs })
  return organization
}

/** They write in their space, or in their room of it. */
async function visitorsOf(tx: Tx, { organizationId }: MemberActor): Promise<AudienceToken[]> {
  const spaces = await tx.selectFrom('space').select('id').where('organization_id', '=', organizationId).orderBy('id').execute()
  return spaces.flatMap(({ id }): AudienceToken[] => [`space:${id as SpaceId}`, `map:${id as SpaceId}`])
}
