import type { Selectable } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import type { Invitation } from '@atrium/db/schema.generated.ts'
import { inOrganization, organizationsOfKey, type Tx } from '@atrium/db/transaction.ts'
import type { InvitationId, OrganizationId } from '@atrium/shared/ids.ts'
import { hashToken } from './tokens.ts'

export type InvitationRow = Omit<Selectable<Invitation>, 'token_hash'>

const COLUMNS = ['organization_id', 'id', 'email', 'role', 'invited_by', 'created_at', 'expires_at', 'accepted_at', 'revoked_at'] as const

/** The newest first. */
export function readInvitations(tx: Tx, organizationId: OrganizationId): Promise<InvitationRow[]> {
  return tx
    .selectFrom('invitation')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .orderBy('id', 'desc')
    .limit(500)
    .execute()
}

/** Locks it: an invitation is accepted once. */
export function lockInvitation(tx: Tx, organizationId: OrganizationId, id: InvitationId): Promise<InvitationRow | undefined> {
  return tx
    .selectFrom('invitation')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** In whatever state; null for a token that was never given out. */
export async function findInvitationByToken(db: Db, token: string): Promise<(InvitationRow & { organizationName: string }) | null> {
  const hash = hashToken(token)
  const [organizationId] = await organizationsOfKey(db, 'invitation', hash)
  if (!organizationId) return null
  return inOrganization(db, organizationId, async (tx) => {
    const row = await tx
      .selectFrom('invitation')
      .innerJoin('organization', 'organization.organization_id', 'invitation.organization_id')
      .select(COLUMNS.map((column) => `invitation.${column}` as const))
      .select('organization.name as organizationName')
      .where('invitation.organization_id', '=', organizationId)
      .where('token_hash', '=', hash)
      .executeTakeFirst()
    return row ?? null
  })
}
