import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MemberId, SpaceId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { SpaceMemberView } from '@atrium/shared/space/views.ts'
import { findMember } from '../identity/members.queries.ts'
import { writeAudit } from '../identity/write-audit.ts'
import { appendChange } from '../realtime/append-change.ts'
import { findSpace, readSpaceMembers } from './spaces.queries.ts'

interface Membership {
  spaceId: SpaceId
  memberId: MemberId
  /** Null takes it away. */
  role: SpaceMemberView['role'] | null
  address: string
  nowMs: number
}

/** What somebody is in a space. @returns everybody who is something there. @throws not_found */
export async function setSpaceMember(tx: Tx, actor: MemberActor, membership: Membership): Promise<SpaceMemberView[]> {
  const { organizationId } = actor
  const { spaceId, memberId, role, address, nowMs } = membership
  const space = await findSpace(tx, organizationId, spaceId)
  const member = await findMember(tx, organizationId, memberId)
  if (!space || !member || member.deactivated_at) throw new AtriumError('not_found')
  const key = { organization_id: organizationId, space_id: spaceId, member_id: memberId }
  if (role) {
    await tx
      .insertInto('space_member')
      .values({ ...key, role })
      .onConflict((conflict) => conflict.columns(['organization_id', 'space_id', 'member_id']).doUpdateSet({ role }))
      .execute()
  } else {
    await tx
      .deleteFrom('space_member')
      .where('organization_id', '=', organizationId)
      .where('space_id', '=', spaceId)
      .where('member_id', '=', memberId)
      .execute()
  }
  await writeAudit(tx, actor, { action: 'space.roleChanged', subject: member.name, detail: { spaceId, memberId, role }, address, nowMs })
  const members = await readSpaceMembers(tx, organizationId, spaceId)
  const payload = { spaceId, members }
  appendChange(tx, { kind: 'space.spaceMembersChanged', audience: ['members'], entityId: spaceId, rev: nowMs, payload })
  return members
}
