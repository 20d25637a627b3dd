import { insertOffice } from '@atrium/db/office/insert-office.ts'
import { OFFICE_ROOMS } from '@atrium/db/office/office-map.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { newId, type MemberId, type OrganizationId, type RoomId, type SpaceId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { DEFAULT_AWAY_MINUTES } from '@atrium/shared/identity/away-minutes.ts'
import type { MemberView, OrganizationView } from '@atrium/shared/identity/views.ts'
import type { Account } from '../infra/accounts.ts'
import { appendChange } from '../realtime/append-change.ts'
import { addMember } from './add-member.ts'
import { presentOrganization } from './present-identity.ts'
import { slugOf } from './slug.rules.ts'
import { writeAudit } from './write-audit.ts'

interface NewOrganization {
  /** Made by the caller, since the transaction has to be opened in it. */
  organizationId: OrganizationId
  name: string
  owner: Account
  address: string | null
  nowMs: number
}

/** An organization, its first owner and a furnished space to meet in. */
export async function createOrganization(tx: Tx, input: NewOrganization): Promise<{ organization: OrganizationView; member: MemberView }> {
  const { organizationId, name, owner, address, nowMs } = input
  const row = { organization_id: organizationId, name, slug: slugOf(name, organizationId) }
  await tx
    .insertInto('organization')
    .values({ ...row, created_at: new Date(nowMs) })
    .execute()
  await tx.insertInto('organization_head').values({ organization_id: organizationId }).execute()
  const organization = presentOrganization({ ...row, group_mentions: true, away_minutes: DEFAULT_AWAY_MINUTES })
  appendChange(tx, {
    kind: 'identity.organizationChanged',
    audience: ['members'],
    entityId: organizationId,
    rev: 1,
    payload: { organization },
  })
  const member = await addMember(tx, { organizationId, account: owner, role: 'owner', nowMs })
  await openOffice(tx, { organizationId, nowMs })
  const actor: MemberActor = { kind: 'member', organizationId, personId: member.id as MemberId, userId: owner.userId, role: 'owner' }
  await writeAudit(tx, actor, { action: 'organization.created', subject: name, address, nowMs })
  return { organization, member }
}

async function openOffice(tx: Tx, { organizationId, nowMs }: { organizationId: OrganizationId; nowMs: number }): Promise<void> {
  const roomIds = OFFICE_ROOMS.map(() => newId<RoomId>(nowMs))
  const space = await insertOffice(tx, { organizationId, spaceId: newId<SpaceId>(nowMs), roomIds, name: 'Office' })
  appendChange(tx, {
    kind: 'space.spaceChanged',
    audience: ['members', `space:${space.id}`],
    entityId: space.id,
    rev: 1,
    payload: { space },
  })
}
