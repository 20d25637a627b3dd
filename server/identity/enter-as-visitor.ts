import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId, type OrganizationId, type RoomId, type SpaceId, type VisitorId } from '@atrium/shared/ids.ts'
import type { VisitorActor } from '@atrium/shared/identity/actor.ts'
import { findOpenGuestLink } from './guests.queries.ts'
import { hueOf } from './hue.rules.ts'
import { hashToken, newToken } from './tokens.ts'
import { writeAudit } from './write-audit.ts'

export interface Entry {
  organizationId: OrganizationId
  /** Of the guest link. */
  token: string
  name: string
  address: string
  nowMs: number
}
export interface EnteredVisitor {
  actor: VisitorActor
  /** For the visitor's cookie; only its hash is kept. */
  token: string
  expiresAtMs: number
}

/** Lets somebody in by a guest link, for as long as the link lasts. @throws expired */
export async function enterAsVisitor(tx: Tx, { organizationId, token: linkToken, name, address, nowMs }: Entry): Promise<EnteredVisitor> {
  const link = await findOpenGuestLink(tx, organizationId, { tokenHash: hashToken(linkToken), nowMs })
  if (!link) throw new AtriumError('expired')
  const [id, token] = [newId<VisitorId>(nowMs), newToken()]
  const place = { space_id: link.space_id, room_id: link.room_id }
  await tx
    .insertInto('visitor')
    .values({
      organization_id: organizationId,
      id,
      guest_link_id: link.id,
      ...place,
      name,
      hue: hueOf(id),
      session_hash: hashToken(token),
      created_at: new Date(nowMs),
      expires_at: link.expires_at,
    })
    .execute()
  await tx
    .insertInto('organization_route')
    .values({ organization_id: organizationId, kind: 'visitor', key: hashToken(token) })
    .execute()
  const [spaceId, roomId] = [link.space_id as SpaceId, link.room_id as RoomId | null]
  const actor: VisitorActor = { kind: 'visitor', organizationId, personId: id, spaceId, roomId, sinceMs: nowMs }
  await writeAudit(tx, actor, { action: 'visitor.entered', subject: link.label, detail: { name }, address, nowMs })
  return { actor, token, expiresAtMs: link.expires_at.getTime() }
}
