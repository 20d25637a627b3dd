import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId, type InvitationId } from '@atrium/shared/ids.ts'
import type { MemberActor, Role } from '@atrium/shared/identity/actor.ts'
import type { InvitationView } from '@atrium/shared/identity/views.ts'
import { enqueueEmail } from '../infra/outgoing-email.ts'
import { invitationEmail } from './auth-email.ts'
import { findActiveByEmail, findMember } from './members.queries.ts'
import { presentInvitation } from './present-identity.ts'
import { mayGrant } from './roles.rules.ts'
import { hashToken, newToken } from './tokens.ts'
import { writeAudit } from './write-audit.ts'

const VALID_MS = 7 * 24 * 3_600_000

export interface NewInvitation {
  email: string
  role: Role
  publicUrl: string
  address: string
  nowMs: number
}

/** Owes the e-mail in the same transaction. A new invitation to an address takes the place of an open one. @throws not_allowed, conflict */
export async function inviteMember(tx: Tx, actor: MemberActor, input: NewInvitation): Promise<InvitationView> {
  const { organizationId } = actor
  const { email, role, nowMs } = input
  if (!mayGrant(actor.role, role)) throw new AtriumError('not_allowed')
  if (await findActiveByEmail(tx, organizationId, email))
    throw new AtriumError('conflict', `${email} belongs to a member already.`).at('email')
  await withdrawOpen(tx, actor, { email, nowMs })
  const token = newToken()
  const row = {
    id: newId<InvitationId>(nowMs),
    email,
    role,
    created_at: new Date(nowMs),
    expires_at: new Date(nowMs + VALID_MS),
  }
  await tx
    .insertInto('invitation')
    .values({ ...row, organization_id: organizationId, token_hash: hashToken(token), invited_by: actor.personId })
    .execute()
  await tx
    .insertInto('organization_route')
    .values({ organization_id: organizationId, kind: 'invitation', key: hashToken(token) })
    .execute()
  await enqueueEmail(tx, await textOf(tx, actor, { ...input, token }), nowMs)
  await writeAudit(tx, actor, { action: 'invitation.sent', subject: email, detail: { role }, address: input.address, nowMs })
  return presentInvitation({ ...row, accepted_at: null, revoked_at: null }, nowMs)
}

async function withdrawOpen(tx: Tx, { organizationId }: MemberActor, { email, nowMs }: { email: string; nowMs: number }): Promise<void> {
  await tx
    .updateTable('invitation')
    .set({ revoked_at: new Date(nowMs) })
    .where('organization_id', '=', organizationId)
    .where((where) => where(where.fn('lower', ['email']), '=', email.toLowerCase()))
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute()
}

async function textOf(tx: Tx, actor: MemberActor, { email, publicUrl, token }: NewInvitation & { token: string }) {
  const organization = await tx
    .selectFrom('organization')
    .select('name')
    .where('organization_id', '=', actor.organizationId)
    .executeTakeFirstOrThrow()
  const inviter = await findMember(tx, actor.organizationId, actor.personId)
  const link = `${publicUrl}/invite/${token}`
  return invitationEmail(email, { organizationName: organization.name, inviterName: inviter?.name ?? 'Somebody', link })
}
