import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId, type GuestLinkId, type RoomId, type SpaceId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { GuestLinkView } from '@atrium/shared/identity/views.ts'
import { isPlace } from './guests.queries.ts'
import { presentGuestLink } from './present-identity.ts'
import { hashToken, newToken } from './tokens.ts'
import { writeAudit } from './write-audit.ts'

export interface NewGuestLink {
  spaceId: SpaceId
  roomId: RoomId | null
  label: string
  expiresInHours: number
  publicUrl: string
  address: string
  nowMs: number
}

/** The address is told once: only the token's hash is kept. @throws not_found for a place that is not there */
export async function createGuestLink(tx: Tx, actor: MemberActor, input: NewGuestLink): Promise<{ link: GuestLinkView; url: string }> {
  const { organizationId } = actor
  const { spaceId, roomId, label, nowMs } = input
  if (!(await isPlace(tx, organizationId, { spaceId, roomId }))) throw new AtriumError('not_found')
  const token = newToken()
  const row = {
    id: newId<GuestLinkId>(nowMs),
    space_id: spaceId,
    room_id: roomId,
    label,
    created_at: new Date(nowMs),
    expires_at: new Date(nowMs + input.expiresInHours * 3_600_000),
  }
  await tx
    .insertInto('guest_link')
    .values({ ...row, organization_id: organizationId, token_hash: hashToken(token), created_by: actor.personId })
    .execute()
  await tx
    .insertInto('organization_route')
    .values({ organization_id: organizationId, kind: 'guest_link', key: hashToken(token) })
    .execute()
  await writeAudit(tx, actor, { action: 'guestLink.created', subject: label, detail: { spaceId, roomId }, address: input.address, nowMs })
  return { link: presentGuestLink({ ...row, revoked_at: null }), url: `${input.publicUrl}/guest/${token}` }
}
