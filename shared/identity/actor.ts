import type { AutomationId, MemberId, OrganizationId, RoomId, SpaceId, UserId, VisitorId } from '../ids.ts'

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
/** A program with a key to the API, or a connection that works by itself. What it writes goes out under the organization's name. */
export interface AutomationActor {
  kind: 'automation'
  organizationId: OrganizationId
  automationId: AutomationId
  /** Of the key, as whoever made it called it. */
  name: string
}
/** Whoever works the inbox. */
export type AgentActor = MemberActor | AutomationActor
/** A part of the server acting by itself; the name stands in the audit log. */
export interface SystemActor {
  kind: 'system'
  organizationId: OrganizationId
  name: string
}
export type Actor = PersonActor | SystemActor

/** By which somebody's repeated mutations are told from everybody else's. */
export function callerIdOf(actor: PersonActor | AutomationActor): string {
  return actor.kind === 'automation' ? actor.automationId : actor.personId
}

export function isAdministrator(actor: Actor): boolean {
  return actor.kind === 'member' && (actor.role === 'owner' || actor.role === 'admin')
}
