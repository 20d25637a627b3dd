import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { newId, type InvitationId, type MemberId, type OrganizationId, type UserId } from '@atrium/shared/ids.ts'
import type { Role } from '@atrium/shared/identity/actor.ts'
import type { Account } from '../infra/accounts.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { changeRole } from './change-role.ts'
import { createOrganization } from './create-organization.ts'
import { describeInvitation } from './describe-invitation.ts'
import { findInvitationByToken } from './invitations.queries.ts'
import { inviteMember } from './invite-member.ts'
import { removeMember } from './remove-member.ts'
import { renameOrganization } from './rename-organization.ts'
import { revokeInvitation } from './revoke-invitation.ts'
import { actorOf, aMember, anOrganization, testServices, type TestMember } from './testing/builders.ts'

const database = useTestDatabase()
const services = () => testServices(database())
const here = () => ({ address: '192.0.2.1', nowMs: Date.now() })

const anAccount = (email = `${newId()}@example.com`): Account => ({
  userId: newId<UserId>(),
  name: 'Dana Moreau',
  email,
  emailVerified: false,
})

async function anOffice() {
  const org = await anOrganization(services())
  const [owner, admin, member] = [
    await aMember(services(), org, { role: 'owner' }),
    await aMember(services(), org, { role: 'admin' }),
    await aMember(services(), org, { role: 'member' }),
  ]
  return { org, owner, admin, member }
}
const change = (by: TestMember, memberId: MemberId, role: Role) =>
  commitInOrganization(services(), by.organizationId, (tx) => changeRole(tx, actorOf(by), { memberId, role, ...here() }))
const remove = (by: TestMember, memberId: MemberId) =>
  commitInOrganization(services(), by.organizationId, (tx) => removeMember(tx, actorOf(by), { memberId, ...here() }))
async function invite(by: TestMember, email: string, role: Role = 'member') {
  const invitation = await commitInOrganization(services(), by.organizationId, (tx) =>
    inviteMember(tx, actorOf(by), { email, role, publicUrl: 'https://atrium.example', ...here() }),
  )
  const [sent] = (await services().accounts.outgoingEmail(50)).filter((one) => one.to === email)
  return { invitation, token: sent?.link?.split('/invite/')[1] ?? '' }
}
async function accept(token: string, account: Account, nowMs = Date.now()) {
  const found = await findInvitationByToken(services().db, token)
  const organizationId = found?.organization_id as OrganizationId
  const input = { organizationId, invitationId: found?.id as InvitationId, account, address: '192.0.2.1', nowMs }
  return commitInOrganization(services(), organizationId, (tx) => acceptInvitation(tx, input))
}
const oracle = () => database().owner.db
const changesOf = async (org: OrganizationId) =>
  await oracle()
    .selectFrom('change')
    .select(['kind', 'entity_id', 'rev', 'audience'])
    .where('organization_id', '=', org)
    .orderBy('seq')
    .execute()
const auditOf = async (org: OrganizationId) =>
  (await oracle().selectFrom('audit_entry').select('action').where('organization_id', '=', org).orderBy('id').execute()).map(
    (row) => row.action,
  )

it('[ID2] makes an organization with its first owner and a furnished office', async () => {
  const [organizationId, owner] = [newId<OrganizationId>(), anAccount()]
  const made = await commitInOrganization(services(), organizationId, (tx) =>
    createOrganization(tx, { organizationId, name: 'Northwind', owner, ...here() }),
  )
  expect(made.member).toMatchObject({ role: 'owner', name: 'Dana Moreau', email: owner.email, rev: 1 })
  const kinds = (await changesOf(organizationId)).map((row) => row.kind)
  expect(kinds).toEqual(['identity.organizationChanged', 'identity.memberChanged', 'space.spaceChanged'])
  const rooms = await oracle().selectFrom('room').select('name').where('organization_id', '=', organizationId).execute()
  expect(rooms.map((row) => row.name)).toContain('Lobby')
  expect(await auditOf(organizationId)).toEqual(['organization.created'])
})

it('[ID3] takes another name, tells every member and writes it down; the same name is no change', async () => {
  const { org, admin } = await anOffice()
  const rename = (name: string) =>
    commitInOrganization(services(), org, (tx) => renameOrganization(tx, actorOf(admin), { name, ...here() }))
  const renamed = await rename('Southwind')
  expect(renamed).toMatchObject({ id: org, name: 'Southwind' })
  expect(await rename('Southwind')).toEqual(renamed)
  expect(await changesOf(org)).toEqual([{ kind: 'identity.organizationChanged', entity_id: org, rev: 1, audience: ['members'] }])
  expect(await auditOf(org)).toEqual(['organization.renamed'])
})

it('[ID2] changes a role, tells every member and writes it down', async () => {
  const { org, owner, member } = await anOffice()
  expect(await change(owner, member.id, 'admin')).toMatchObject({ id: member.id, role: 'admin', rev: 2 })
  expect(await changesOf(org)).toEqual([{ kind: 'identity.memberChanged', entity_id: member.id, rev: 2, audience: ['members'] }])
  const [entry] = await oracle().selectFrom('audit_entry').selectAll().where('organization_id', '=', org).execute()
  expect(entry).toMatchObject({ actor_id: owner.id, actor_name: owner.name, action: 'member.roleChanged', address: '192.0.2.1' })
  expect(entry?.detail).toEqual({ memberId: member.id, from: 'member', to: 'admin' })
})

it('[ID2] lets no admin make or unmake an owner', async () => {
  const { owner, admin, member } = await anOffice()
  await expect(change(admin, member.id, 'owner')).rejects.toMatchObject({ code: 'not_allowed' })
  await expect(change(admin, owner.id, 'member')).rejects.toMatchObject({ code: 'not_allowed' })
  await expect(remove(admin, owner.id)).rejects.toMatchObject({ code: 'not_allowed' })
  await expect(invite(admin, 'boss@example.com', 'owner')).rejects.toMatchObject({ code: 'not_allowed' })
  await expect(remove(member, admin.id)).rejects.toMatchObject({ code: 'not_allowed' })
})

it('[ID2] keeps the last owner, whether they would leave, be demoted or demote themselves', async () => {
  const { owner, member } = await anOffice()
  await expect(change(owner, owner.id, 'admin')).rejects.toMatchObject({ code: 'last_owner' })
  await expect(remove(owner, owner.id)).rejects.toMatchObject({ code: 'last_owner' })
  await change(owner, member.id, 'owner')
  expect(await remove(owner, owner.id)).toMatchObject({ deactivatedAt: expect.any(Number) })
})

it('[ID2] keeps one owner when two demote each other at once', async () => {
  const { org, owner, member } = await anOffice()
  await change(owner, member.id, 'owner')
  const second = { ...member, role: 'owner' as const }
  const outcomes = await Promise.allSettled([change(owner, second.id, 'member'), change(second, owner.id, 'member')])
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  const owners = await oracle().selectFrom('member').select('id').where('organization_id', '=', org).where('role', '=', 'owner').execute()
  expect(owners).toHaveLength(1)
})

it('[ID2] knows nothing of a member of another organization', async () => {
  const [one, two] = [await anOffice(), await anOffice()]
  await expect(change(one.owner, two.member.id, 'admin')).rejects.toMatchObject({ code: 'not_found' })
  await expect(remove(one.owner, two.member.id)).rejects.toMatchObject({ code: 'not_found' })
})

it('[ID2] invites by an e-mailed link, which lets in whoever it was sent to, once', async () => {
  const { org, admin } = await anOffice()
  const account = anAccount('Dana@Example.com')
  const { token } = await invite(admin, 'dana@example.com', 'admin')
  const described = await describeInvitation(services().db, { token, nowMs: Date.now() })
  expect(described).toEqual({ organizationName: 'Northwind', email: 'dana@example.com', role: 'admin', state: 'open' })
  const member = await accept(token, account)
  expect(member).toMatchObject({ role: 'admin', email: 'Dana@Example.com' })
  const row = await oracle().selectFrom('member').select('email_verified').where('id', '=', member.id).executeTakeFirst()
  expect(row?.email_verified).toBe(true)
  await expect(accept(token, account)).rejects.toMatchObject({ code: 'expired' })
  expect(await auditOf(org)).toEqual(['invitation.sent', 'invitation.accepted'])
})

it('[ID2] lets nobody in by an invitation that was sent to another address', async () => {
  const { admin } = await anOffice()
  const { token } = await invite(admin, 'eli@example.com')
  await expect(accept(token, anAccount('mallory@example.com'))).rejects.toMatchObject({ code: 'email_mismatch' })
})

it('[ID2] refuses an invitation that has expired, was revoked or was replaced', async () => {
  const { admin, org } = await anOffice()
  const account = anAccount('fay@example.com')
  const first = await invite(admin, account.email)
  await expect(accept(first.token, account, Date.now() + 8 * 24 * 3_600_000)).rejects.toMatchObject({ code: 'expired' })
  const second = await invite(admin, account.email)
  await expect(accept(first.token, account)).rejects.toMatchObject({ code: 'expired' })
  const revocation = { invitationId: second.invitation.id, ...here() }
  await commitInOrganization(services(), org, (tx) => revokeInvitation(tx, actorOf(admin), revocation))
  await expect(accept(second.token, account)).rejects.toMatchObject({ code: 'expired' })
})

it('[ID2] keeps of an invitation only the hash of its token', async () => {
  const { admin } = await anOffice()
  const { token } = await invite(admin, 'gus@example.com')
  const rows = await oracle().selectFrom('invitation').selectAll().where('email', '=', 'gus@example.com').execute()
  expect(token).toMatch(/^[\w-]{32}$/)
  expect(JSON.stringify(rows)).not.toContain(token)
})

it('[ID2] brings back somebody who had left as the member they were', async () => {
  const { owner, admin } = await anOffice()
  const account = anAccount('hana@example.com')
  const member = await accept((await invite(admin, account.email)).token, account)
  await remove(owner, member.id)
  const back = await accept((await invite(admin, account.email, 'admin')).token, account)
  expect(back).toMatchObject({ id: member.id, role: 'admin', deactivatedAt: null })
})

it('[ID2] refuses to invite a member, whatever the case of the address', async () => {
  const { admin, member } = await anOffice()
  await expect(invite(admin, member.email.toUpperCase())).rejects.toMatchObject({ code: 'conflict' })
})
