import { inOrganization, organizationsOfKey } from '@atrium/db/transaction.ts'
import type { MemberId, OrganizationId, RoomId, SpaceId, UserId, VisitorId } from '@atrium/shared/ids.ts'
import type { MemberActor, PersonActor, Role, VisitorActor } from '@atrium/shared/identity/actor.ts'
import type { Services } from '../infra/services.ts'
import { findVisitor } from './guests.queries.ts'
import { findMemberOfUser } from './members.queries.ts'
import { hashToken } from './tokens.ts'

/** Who is behind a request or a socket, as its cookies say. All null for a stranger. */
export interface ResolvedActor {
  actor: PersonActor | null
  /** The account, member of something or not; null for visitors. */
  userId: UserId | null
  /** SHA-256 of the session's or the visitor's token, in hex. */
  sessionHash: string | null
}
export const STRANGER: ResolvedActor = { actor: null, userId: null, sessionHash: null }

/** `chosen`: the organization that the person asked for; without it, or where they are not in it, the first of theirs. */
export async function findMemberActor(services: Services, userId: UserId, chosen: string | null): Promise<MemberActor | null> {
  const ids = await organizationsOfKey(services.db, 'user', userId)
  const ordered = ids.toSorted((one, two) => Number(two === chosen) - Number(one === chosen) || one.localeCompare(two))
  for (const organizationId of ordered) {
    const actor = await memberActorIn(services, organizationId, userId)
    if (actor) return actor
  }
  return null
}

/** Null where they are no member, or not any more. */
export async function memberActorIn(services: Services, organizationId: OrganizationId, userId: UserId): Promise<MemberActor | null> {
  const member = await inOrganization(services.db, organizationId, (tx) => findMemberOfUser(tx, organizationId, userId))
  if (!member || member.deactivated_at) return null
  return { kind: 'member', organizationId, personId: member.id as MemberId, userId, role: member.role as Role }
}

/** Null when the token is unknown, the visit is over or its link was revoked. */
export async function findVisitorActor(services: Services, token: string): Promise<VisitorActor | null> {
  const sessionHash = hashToken(token)
  const [organizationId] = await organizationsOfKey(services.db, 'visitor', sessionHash)
  if (!organizationId) return null
  const nowMs = services.clock.now()
  const visitor = await inOrganization(services.db, organizationId, (tx) => findVisitor(tx, organizationId, { sessionHash, nowMs }))
  if (!visitor) return null
  return {
    kind: 'visitor',
    organizationId,
    personId: visitor.id as VisitorId,
    spaceId: visitor.space_id as SpaceId,
    roomId: visitor.room_id as RoomId | null,
    sinceMs: visitor.created_at.getTime(),
  }
}
