import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MemberId } from '@atrium/shared/ids.ts'
import type { MemberActor, Role } from '@atrium/shared/identity/actor.ts'
import type { MemberView } from '@atrium/shared/identity/views.ts'
import { appendMemberChange } from './append-member-change.ts'
import { findMember, lockOwners, updateMember } from './members.queries.ts'
import { leavesNoOwner, mayManage } from './roles.rules.ts'
import { writeAudit } from './write-audit.ts'

/** Ends a membership; what they wrote stays. Removing oneself is leaving. @throws not_found, not_allowed, last_owner */
export async function removeMember(
  tx: Tx,
  actor: MemberActor,
  { memberId, address, nowMs }: { memberId: MemberId; address: string; nowMs: number },
): Promise<MemberView> {
  const { organizationId } = actor
  const owners = await lockOwners(tx, organizationId)
  const member = await findMember(tx, organizationId, memberId)
  if (!member || member.deactivated_at) throw new AtriumError('not_found')
  const leaving = memberId === actor.personId
  const role = member.role as Role
  if (!leaving && (actor.role === 'member' || !mayManage(actor.role, role))) throw new AtriumError('not_allowed')
  if (leavesNoOwner({ owners, from: role, to: null })) throw new AtriumError('last_owner')
  const removed = await updateMember(tx, { organizationId, id: memberId }, { deactivated_at: new Date(nowMs) })
  if (member.user_id) {
    await tx
      .deleteFrom('organization_route')
      .where('organization_id', '=', organizationId)
      .where('kind', '=', 'user')
      .where('key', '=', member.user_id)
      .execute()
  }
  await writeAudit(tx, actor, {
    action: leaving ? 'member.left' : 'member.removed',
    subject: member.name,
    detail: { memberId, role },
    address,
    nowMs,
  })
  return appendMemberChange(tx, removed)
}
