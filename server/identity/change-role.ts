import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MemberId } from '@atrium/shared/ids.ts'
import type { MemberActor, Role } from '@atrium/shared/identity/actor.ts'
import type { MemberView } from '@atrium/shared/identity/views.ts'
import { appendMemberChange } from './append-member-change.ts'
import { findMember, lockOwners, updateMember } from './members.queries.ts'
import { presentMember } from './present-identity.ts'
import { leavesNoOwner, mayGrant, mayManage } from './roles.rules.ts'
import { writeAudit } from './write-audit.ts'

/** @throws not_found, not_allowed, last_owner */
export async function changeRole(
  tx: Tx,
  actor: MemberActor,
  { memberId, role, address, nowMs }: { memberId: MemberId; role: Role; address: string; nowMs: number },
): Promise<MemberView> {
  const { organizationId } = actor
  const owners = await lockOwners(tx, organizationId)
  const member = await findMember(tx, organizationId, memberId)
  if (!member || member.deactivated_at) throw new AtriumError('not_found')
  const from = member.role as Role
  if (!mayManage(actor.role, from) || !mayGrant(actor.role, role)) throw new AtriumError('not_allowed')
  if (leavesNoOwner({ owners, from, to: role })) throw new AtriumError('last_owner')
  if (from === role) return presentMember(member)
  const changed = await updateMember(tx, { organizationId, id: memberId }, { role })
  await writeAudit(tx, actor, { action: 'member.roleChanged', subject: member.name, detail: { memberId, from, to: role }, address, nowMs })
  return appendMemberChange(tx, changed)
}
