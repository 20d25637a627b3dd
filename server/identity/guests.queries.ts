import type { Tx } from '@atrium/db/transaction.ts'
import type { GuestLinkId, OrganizationId, RoomId, SpaceId } from '@atrium/shared/ids.ts'

const LINK = ['id', 'space_id', 'room_id', 'label', 'created_by', 'created_at', 'expires_at', 'revoked_at'] as const

/** The newest first, the ended ones too. */
export function readGuestLinks(tx: Tx, organizationId: OrganizationId) {
  return tx.selectFrom('guest_link').select(LINK).where('organization_id', '=', organizationId).orderBy('id', 'desc').limit(500).execute()
}

export function lockGuestLink(tx: Tx, organizationId: OrganizationId, id: GuestLinkId) {
  return tx
    .selectFrom('guest_link')
    .select(LINK)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export function findOpenGuestLink(tx: Tx, organizationId: OrganizationId, { tokenHash, nowMs }: { tokenHash: string; nowMs: number }) {
  return tx
    .selectFrom('guest_link')
    .select(LINK)
    .where('organization_id', '=', organizationId)
    .where('token_hash', '=', tokenHash)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', new Date(nowMs))
    .forShare()
    .executeTakeFirst()
}

/** Whether the space is there, and the room is one of its. */
export async function isPlace(
  tx: Tx,
  organizationId: OrganizationId,
  place: { spaceId: SpaceId; roomId: RoomId | null },
): Promise<boolean> {
  const space = tx
    .selectFrom('space')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', place.spaceId)
    .where('archived_at', 'is', null)
  if (!place.roomId) return (await space.executeTakeFirst()) !== undefined
  const room = tx
    .selectFrom('room')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', place.roomId)
    .where('removed_at', 'is', null)
  return (await room.where('space_id', '=', place.spaceId).executeTakeFirst()) !== undefined
}

/** A visitor who may still be here. */
export function findVisitor(tx: Tx, organizationId: OrganizationId, { sessionHash, nowMs }: { sessionHash: string; nowMs: number }) {
  return tx
    .selectFrom('visitor')
    .select(['id', 'space_id', 'room_id', 'name', 'hue', 'created_at'])
    .where('organization_id', '=', organizationId)
    .where('session_hash', '=', sessionHash)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', new Date(nowMs))
    .executeTakeFirst()
}

/** Whether a guest link that still opens leads there, or a visitor who still may be there came by one: to a space, or to one of its rooms. */
export async function hasGuests(
  tx: Tx,
  organizationId: OrganizationId,
  { place, nowMs }: { place: { spaceId: SpaceId } | { roomId: RoomId }; nowMs: number },
): Promise<boolean> {
  for (const table of ['guest_link', 'visitor'] as const) {
    const open = tx
      .selectFrom(table)
      .select('id')
      .where('organization_id', '=', organizationId)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', new Date(nowMs))
    const there = 'roomId' in place ? open.where('room_id', '=', place.roomId) : open.where('space_id', '=', place.spaceId)
    if (await there.limit(1).executeTakeFirst()) return true
  }
  return false
}
