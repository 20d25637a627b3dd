import type { Db } from '@atrium/db/connect.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { Role } from '@atrium/shared/identity/actor.ts'
import type { InvitationDescription } from '@atrium/shared/identity/session-views.ts'
import { findInvitationByToken } from './invitations.queries.ts'
import { invitationState } from './present-identity.ts'

/** What somebody who was sent the link sees before they sign in. @throws expired for a token that was never given out */
export async function describeInvitation(db: Db, { token, nowMs }: { token: string; nowMs: number }): Promise<InvitationDescription> {
  const invitation = await findInvitationByToken(db, token)
  if (!invitation) throw new AtriumError('expired')
  const { organizationName, email, role } = invitation
  return { organizationName, email, role: role as Role, state: invitationState(invitation, nowMs) }
}
