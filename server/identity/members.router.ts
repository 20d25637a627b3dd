import { z } from 'zod'
import { inOrganization, snapshotOf } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { idOf } from '@atrium/shared/id-schema.ts'
import type { InvitationId, MemberId, OrganizationId } from '@atrium/shared/ids.ts'
import { ROLES } from '@atrium/shared/identity/actor.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { changeRole } from './change-role.ts'
import { describeInvitation } from './describe-invitation.ts'
import { findInvitationByToken, readInvitations } from './invitations.queries.ts'
import { inviteMember } from './invite-member.ts'
import { readHead, readMembers } from './members.queries.ts'
import { presentInvitation, presentMember } from './present-identity.ts'
import { adminProcedure, memberProcedure, publicProcedure, signedInProcedure } from './procedures.ts'
import { removeMember } from './remove-member.ts'
import { revokeInvitation } from './revoke-invitation.ts'

const CUT_LINK = 'This link is not whole. Open it from the e-mail once more, or ask for a new one.'
const tokenInput = z.object({ token: z.string().min(20, CUT_LINK).max(80, CUT_LINK) })

/** Who belongs to an organization, in what role, and how they come and go. */
export const memberProcedures = {
  listMembers: memberProcedure.query(({ ctx: { services, actor } }) =>
    snapshotOf(services.db, actor.organizationId, async (tx) => ({
      head: await readHead(tx, actor.organizationId),
      members: (await readMembers(tx, actor.organizationId)).map(presentMember),
    })),
  ),
  inviteMember: adminProcedure
    .input(z.object({ email: z.email().max(200), role: z.enum(ROLES) }))
    .mutation(({ ctx: { services, actor, publicUrl, address }, input }) => {
      const invitation = { ...input, publicUrl, address, nowMs: services.clock.now() }
      return commitInOrganization(services, actor.organizationId, (tx) => inviteMember(tx, actor, invitation))
    }),
  listInvitations: adminProcedure.query(({ ctx: { services, actor } }) =>
    inOrganization(services.db, actor.organizationId, async (tx) => {
      const rows = await readInvitations(tx, actor.organizationId)
      return { invitations: rows.map((row) => presentInvitation(row, services.clock.now())) }
    }),
  ),
  revokeInvitation: adminProcedure
    .input(z.object({ invitationId: idOf<InvitationId>() }))
    .mutation(({ ctx: { services, actor, address }, input }) => {
      const revocation = { ...input, address, nowMs: services.clock.now() }
      return commitInOrganization(services, actor.organizationId, (tx) => revokeInvitation(tx, actor, revocation))
    }),
  describeInvitation: publicProcedure
    .input(tokenInput)
    .query(({ ctx: { services }, input }) => describeInvitation(services.db, { ...input, nowMs: services.clock.now() })),
  acceptInvitation: signedInProcedure.input(tokenInput).mutation(async ({ ctx: { services, userId, address }, input }) => {
    const account = await services.accounts.find(userId)
    const invitation = await findInvitationByToken(services.db, input.token)
    if (!account || !invitation) throw new AtriumError('expired')
    const organizationId = invitation.organization_id as OrganizationId
    const acceptance = { organizationId, invitationId: invitation.id as InvitationId, account, address, nowMs: services.clock.now() }
    const member = await commitInOrganization(services, organizationId, (tx) => acceptInvitation(tx, acceptance))
    await services.accounts.markVerified(userId)
    return { organizationId, member }
  }),
  changeRole: adminProcedure
    .input(z.object({ memberId: idOf<MemberId>(), role: z.enum(ROLES) }))
    .mutation(({ ctx: { services, actor, address }, input }) => {
      const change = { ...input, address, nowMs: services.clock.now() }
      return commitInOrganization(services, actor.organizationId, (tx) => changeRole(tx, actor, change))
    }),
  removeMember: adminProcedure.input(z.object({ memberId: idOf<MemberId>() })).mutation(({ ctx: { services, actor, address }, input }) => {
    const removal = { ...input, address, nowMs: services.clock.now() }
    return commitInOrganization(services, actor.organizationId, (tx) => removeMember(tx, actor, removal))
  }),
  leave: memberProcedure.mutation(({ ctx: { services, actor, address } }) => {
    const removal = { memberId: actor.personId, address, nowMs: services.clock.now() }
    return commitInOrganization(services, actor.organizationId, (tx) => removeMember(tx, actor, removal))
  }),
}
