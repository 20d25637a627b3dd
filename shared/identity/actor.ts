import type { MemberId, OrganizationId, RoomId, SpaceId, UserId, VisitorId } from '../ids.ts'

export const ROLES = ['owner', 'admin', 'member'] as const
export type Role = (typeof ROLES)[number]

export interface MemberActor {
  kind: 'member'
  organizationId: OrganizationId
  personId: MemberId
  userId: UserId
  role: Role
}
/** Somebody with a guest link: one space, or one room of it, and nothing from before they came. */
export interface VisitorActor {
  kind: 'visitor'
  organizationId: OrganizationId
  personId: VisitorId
  spaceId: SpaceId
  roomId: RoomId | null
  /** When they came, in ms since the epoch: no history from before is shown. */
  sinceMs: number
}
export type PersonActor = MemberActor | VisitorActor
/** A part of the server acting by itself; the name stands in the audit log. */
export interface SystemActor {
  kind: 'system'
  organizationId: OrganizationId
  name: string
}
export type Actor = PersonActor | SystemActor

export function isAdministrator(actor: Actor): boolean {
  return actor.kind === 'member' && (actor.role === 'owner' || actor.role === 'admin')
}
