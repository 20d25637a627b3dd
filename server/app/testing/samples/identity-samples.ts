import { newId, type Id, type InvitationId } from '@atrium/shared/ids.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { aGuestLink, aMember } from '../../../identity/testing/builders.ts'
import { hashToken, newToken } from '../../../identity/tokens.ts'
import type { Scene } from '../matrix-scene.ts'
import type { Sample } from '../sample-inputs.ts'

export const identitySamples: Record<string, Sample> = {
  'identity.me': {},
  'identity.createOrganization': { input: async () => ({ name: 'Another office' }) },
  'identity.listMembers': {},
  'identity.inviteMember': { input: async () => ({ email: `kim-${newId().slice(-12)}@northwind.example`, role: 'member' }) },
  'identity.listInvitations': {},
  'identity.revokeInvitation': { input: async (scene) => ({ invitationId: (await anInvitation(scene)).id }) },
  'identity.describeInvitation': { input: async (scene) => ({ token: (await anInvitation(scene)).token }) },
  // For somebody else's address: nobody who tries may take it.
  'identity.acceptInvitation': { input: async (scene) => ({ token: (await anInvitation(scene)).token }), answers: ['email_mismatch'] },
  'identity.changeRole': { input: async (scene) => ({ memberId: (await someone(scene)).id, role: 'admin' }) },
  'identity.removeMember': { input: async (scene) => ({ memberId: (await someone(scene)).id }) },
  'identity.leave': {},
  'identity.listSessions': {},
  'identity.revokeSession': { input: async () => ({ sessionId: newId<Id<'session'>>() }), answers: ['not_found'] },
  'identity.slackSignIn': {},
  // Nobody of the scene has signed in with Slack.
  'identity.removeSlackSignIn': { answers: ['not_found'] },
  'identity.createGuestLink': {
    input: async ({ spaceId, roomId }) => ({ spaceId, roomId, label: 'Suppliers', expiresInHours: 1 }),
  },
  'identity.listGuestLinks': {},
  'identity.revokeGuestLink': {
    input: async ({ services, organizationId, spaceId }) => ({ guestLinkId: (await aGuestLink(services, organizationId, { spaceId })).id }),
  },
  'identity.setAwayMinutes': { input: async () => ({ minutes: 30 }) },
  'identity.setGroupMentions': { input: async () => ({ allowed: false }) },
  'identity.listAudit': { input: async () => ({ limit: 10, filter: { kind: 'member', words: 'ada' } }) },
  'identity.renameOrganization': { input: async () => ({ name: 'Southwind' }) },
  'identity.exportAudit': { input: async () => ({ format: 'csv', filter: {} }) },
  // There is none outside the demo, for anybody.
  'identity.listOutgoingEmail': { answers: ['not_found'] },
}

function someone({ services, organizationId }: Scene) {
  return aMember(services, organizationId, { name: 'Someone' })
}

async function anInvitation({ services, organizationId, owner }: Scene): Promise<{ id: InvitationId; token: string }> {
  const [id, token] = [newId<InvitationId>(), newToken()]
  await inOrganization(services.db, organizationId, async (tx) => {
    await tx
      .insertInto('invitation')
      .values({
        organization_id: organizationId,
        id,
        email: `${id}@invited.example`,
        role: 'member',
        token_hash: hashToken(token),
        invited_by: owner.id,
        expires_at: new Date(services.clock.now() + 3_600_000),
      })
      .execute()
    await tx
      .insertInto('organization_route')
      .values({ organization_id: organizationId, kind: 'invitation', key: hashToken(token) })
      .execute()
  })
  return { id, token }
}
