import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { InvitationId, MemberId, OrganizationId } from '@atrium/shared/ids.ts'
import type { Role } from '@atrium/shared/identity/actor.ts'
import type { MemberView } from '@atrium/shared/identity/views.ts'
import type { Account } from '../infra/accounts.ts'
import { addMember } from './add-member.ts'
import { lockInvitation } from './invitations.queries.ts'
import { invitationState } from './present-identity.ts'
import { writeAudit } from './write-audit.ts'

interface Acceptance {
  organizationId: OrganizationId
  invitationId: InvitationId
  account: Account
  address: string
  nowMs: number
}

/**
 * Whoever has the token has read the e-mail, so the address counts as verified. It has to be the account's own: a forwarded
 * link lets nobody else in. @throws expired, email_mismatch, conflict
 */
export async function acceptInvitation(tx: Tx, input: Acceptance): Promise<MemberView> {
  const { organizationId, invitationId, account, address, nowMs } = input
  const invitation = await lockInvitation(tx, organizationId, invitationId)
  if (!invitation || invitationState(invitation, nowMs) !== 'open') throw new AtriumError('expired')
  if (invitation.email.toLowerCase() !== account.email.toLowerCase()) {
    throw new AtriumError('email_mismatch', `This invitation is for ${invitation.email}, and you are signed in as ${account.email}.`)
  }
  const role = invitation.role as Role
  const member = await addMember(tx, { organizationId, account: { ...account, emailVerified: true }, role, nowMs })
  await tx
    .updateTable('invitation')
    .set({ accepted_at: new Date(nowMs) })
    .where('organization_id', '=', organizationId)
    .where('id', '=', invitationId)
    .execute()
  const actor = { kind: 'member', organizationId, personId: member.id as MemberId, userId: account.userId, role } as const
  await writeAudit(tx, actor, { action: 'invitation.accepted', subject: account.email, detail: { role }, address, nowMs })
  return member
}
