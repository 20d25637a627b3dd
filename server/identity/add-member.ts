import type { Tx } from '@atrium/db/transaction.ts'
import { newId, type MemberId, type OrganizationId } from '@atrium/shared/ids.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { Role } from '@atrium/shared/identity/actor.ts'
import type { MemberView } from '@atrium/shared/identity/views.ts'
import type { Account } from '../infra/accounts.ts'
import { appendMemberChange } from './append-member-change.ts'
import { hueOf } from './hue.rules.ts'
import { findActiveByEmail, findMember, findMemberOfUser, updateMember } from './members.queries.ts'

interface NewMember {
  organizationId: OrganizationId
  account: Account
  role: Role
  nowMs: number
}

/** Makes somebody a member, or brings back one who had left, with the history that is theirs. @throws conflict when they are a member */
export async function addMember(tx: Tx, { organizationId, account, role, nowMs }: NewMember): Promise<MemberView> {
  const known = await findMemberOfUser(tx, organizationId, account.userId)
  if (known && !known.deactivated_at) throw new AtriumError('conflict', 'You are a member of this organization already.')
  const id = (known?.id as MemberId | undefined) ?? newId<MemberId>(nowMs)
  const fields = { role, name: memberName(account), email: account.email, email_verified: account.emailVerified }
  if (await findActiveByEmail(tx, organizationId, account.email))
    throw new AtriumError('conflict', 'Another member has this e-mail already.')
  if (!known) {
    const row = { organization_id: organizationId, id, user_id: account.userId, hue: hueOf(id), created_at: new Date(nowMs), ...fields }
    await tx.insertInto('member').values(row).execute()
  } else await updateMember(tx, { organizationId, id }, { ...fields, deactivated_at: null })
  await tx.insertInto('organization_route').values({ organization_id: organizationId, kind: 'user', key: account.userId }).execute()
  const row = await findMember(tx, organizationId, id)
  if (!row) throw new Error('the member that was just added is not there')
  return appendMemberChange(tx, row)
}

/** A person who came by an e-mailed link has given no name yet. */
export function memberName({ name, email }: Pick<Account, 'name' | 'email'>): string {
  return (name.trim() || email.split('@')[0] || 'Somebody').slice(0, 80)
}
