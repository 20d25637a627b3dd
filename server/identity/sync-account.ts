import { organizationsOfKey, type Tx } from '@atrium/db/transaction.ts'
import type { MemberId, OrganizationId, UserId } from '@atrium/shared/ids.ts'
import type { Account } from '../infra/accounts.ts'
import type { Services } from '../infra/services.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { memberName } from './add-member.ts'
import { appendMemberChange } from './append-member-change.ts'
import { findMemberOfUser, updateMember } from './members.queries.ts'

/** Carries a new name, or an address that was confirmed, from the account over to its membership. */
export async function syncAccount(
  tx: Tx,
  { organizationId, account }: { organizationId: OrganizationId; account: Account },
): Promise<void> {
  const member = await findMemberOfUser(tx, organizationId, account.userId)
  if (!member || member.deactivated_at) return
  const patch = { name: memberName(account), email: account.email, email_verified: account.emailVerified }
  appendMemberChange(tx, await updateMember(tx, { organizationId, id: member.id as MemberId }, patch))
}

/** The same for every organization that the person is in. */
export async function syncMemberships(services: Services, userId: UserId): Promise<void> {
  const account = await services.accounts.find(userId)
  if (!account) return
  for (const organizationId of await organizationsOfKey(services.db, 'user', userId)) {
    await commitInOrganization(services, organizationId, (tx) => syncAccount(tx, { organizationId, account }))
  }
}
