import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { InvitationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { lockInvitation } from './invitations.queries.ts'
import { writeAudit } from './write-audit.ts'

/** @throws not_found, conflict when it was accepted */
export async function revokeInvitation(
  tx: Tx,
  actor: MemberActor,
  { invitationId, address, nowMs }: { invitationId: InvitationId; address: string; nowMs: number },
): Promise<void> {
  const invitation = await lockInvitation(tx, actor.organizationId, invitationId)
  if (!invitation) throw new AtriumError('not_found')
  if (invitation.accepted_at) throw new AtriumError('conflict', 'This invitation was accepted already.')
  if (invitation.revoked_at) return
  await tx
    .updateTable('invitation')
    .set({ revoked_at: new Date(nowMs) })
    .where('organization_id', '=', actor.organizationId)
    .where('id', '=', invitationId)
    .execute()
  await writeAudit(tx, actor, { action: 'invitation.revoked', subject: invitation.email, address, nowMs })
}
