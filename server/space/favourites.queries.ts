import type { Tx } from '@atrium/db/transaction.ts'
import type { MemberId, OrganizationId } from '@atrium/shared/ids.ts'

/** @returns false when it is so already. */
export async function writeFavourite(
  tx: Tx,
  organizationId: OrganizationId,
  { memberId, favouriteId, isFavourite }: { memberId: MemberId; favouriteId: MemberId; isFavourite: boolean },
): Promise<boolean> {
  const key = { organization_id: organizationId, member_id: memberId, favourite_id: favouriteId }
  if (isFavourite) {
    const inserted = await tx
      .insertInto('favourite')
      .values(key)
      .onConflict((conflict) => conflict.doNothing())
      .returning('favourite_id')
      .executeTakeFirst()
    return inserted !== undefined
  }
  const deleted = await tx
    .deleteFrom('favourite')
    .where('organization_id', '=', organizationId)
    .where('member_id', '=', memberId)
    .where('favourite_id', '=', favouriteId)
    .returning('favourite_id')
    .executeTakeFirst()
  return deleted !== undefined
}

export async function favouritesOf(tx: Tx, organizationId: OrganizationId, memberId: MemberId): Promise<MemberId[]> {
  const rows = await tx
    .selectFrom('favourite')
    .select('favourite_id')
    .where('organization_id', '=', organizationId)
    .where('member_id', '=', memberId)
    .orderBy('favourite_id')
    .execute()
  return rows.map(({ favourite_id }) => favourite_id as MemberId)
}
