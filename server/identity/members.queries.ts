import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { MemberId, OrganizationId, UserId } from '@atrium/shared/ids.ts'
import type { OrganizationView } from '@atrium/shared/identity/views.ts'
import { presentOrganization, type MemberRow } from './present-identity.ts'

const COLUMNS = ['id', 'user_id', 'role', 'name', 'email', 'avatar_url', 'hue', 'rev', 'deactivated_at'] as const

/** Everyone who is or was a member, by name. */
export function readMembers(tx: Tx, organizationId: OrganizationId): Promise<MemberRow[]> {
  return tx.selectFrom('member').select(COLUMNS).where('organization_id', '=', organizationId).orderBy('name').orderBy('id').execute()
}

/** Active or not. */
export function findMember(tx: Tx, organizationId: OrganizationId, id: MemberId): Promise<MemberRow | undefined> {
  return tx.selectFrom('member').select(COLUMNS).where('organization_id', '=', organizationId).where('id', '=', id).executeTakeFirst()
}

export function findMemberOfUser(tx: Tx, organizationId: OrganizationId, userId: UserId): Promise<MemberRow | undefined> {
  return tx
    .selectFrom('member')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

/** Case aside. */
export function findActiveByEmail(tx: Tx, organizationId: OrganizationId, email: string): Promise<MemberRow | undefined> {
  return tx
    .selectFrom('member')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .where((where) => where(where.fn('lower', ['email']), '=', email.toLowerCase()))
    .where('deactivated_at', 'is', null)
    .executeTakeFirst()
}

/** Locks them, so that two owners cannot demote each other at once. @returns how many there are. */
export async function lockOwners(tx: Tx, organizationId: OrganizationId): Promise<number> {
  const owners = await tx
    .selectFrom('member')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('role', '=', 'owner')
    .where('deactivated_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  return owners.length
}

type MemberPatch = Partial<Pick<MemberRow, 'role' | 'name' | 'email' | 'deactivated_at'>> & { email_verified?: boolean }

export function updateMember(tx: Tx, key: { organizationId: OrganizationId; id: MemberId }, patch: MemberPatch): Promise<MemberRow> {
  return tx
    .updateTable('member')
    .set({ ...patch, rev: sql`rev + 1` })
    .where('organization_id', '=', key.organizationId)
    .where('id', '=', key.id)
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
}

export async function readHead(tx: Tx, organizationId: OrganizationId): Promise<number> {
  const row = await tx.selectFrom('organization_head').select('seq').where('organization_id', '=', organizationId).executeTakeFirstOrThrow()
  return row.seq
}

export async function readOrganization(tx: Tx, organizationId: OrganizationId): Promise<OrganizationView> {
  return presentOrganization(await selectOrganization(tx, organizationId).executeTakeFirstOrThrow())
}

/** The same for who changes a part of it and tells the whole: nobody else changes another part meanwhile. */
export async function lockOrganization(tx: Tx, organizationId: OrganizationId): Promise<OrganizationView> {
  return presentOrganization(await selectOrganization(tx, organizationId).forUpdate().executeTakeFirstOrThrow())
}

function selectOrganization(tx: Tx, organizationId: OrganizationId) {
  return tx
    .selectFrom('organization')
    .select(['organization_id', 'name', 'slug', 'group_mentions', 'away_minutes'])
    .where('organization_id', '=', organizationId)
}
