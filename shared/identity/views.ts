import type { GuestLinkId, InvitationId, MemberId, OrganizationId, PersonId, RoomId, SpaceId } from '../ids.ts'
import type { Role } from './actor.ts'

/** What anyone may know of a person they share a space with. `hue` is 0–359 and colours the avatar. */
export interface PersonView {
  id: PersonId
  kind: 'member' | 'visitor'
  name: string
  avatarUrl: string | null
  hue: number
}
export interface MemberView extends PersonView {
  id: MemberId
  kind: 'member'
  role: Role
  email: string
  /** Null while active; otherwise when they left, ms since the epoch. */
  deactivatedAt: number | null
  rev: number
}
export interface OrganizationView {
  id: OrganizationId
  name: string
  slug: string
  /** @all, @here and @room may be written. */
  groupMentions: boolean
  /** So long without input makes somebody away. */
  awayMinutes: number
}
export interface InvitationView {
  id: InvitationId
  email: string
  role: Role
  createdAt: number
  expiresAt: number
  state: 'open' | 'accepted' | 'revoked' | 'expired'
}
export interface GuestLinkView {
  id: GuestLinkId
  spaceId: SpaceId
  roomId: RoomId | null
  label: string
  createdAt: number
  expiresAt: number
  revoked: boolean
}
/** What an owner does first in a new organization: true where it is done. */
export interface FirstStepsView {
  /** Somebody else is a member, or has been invited. */
  hasInvited: boolean
  hasConnectedSlack: boolean
  hasWatchedChannel: boolean
  hasWritten: boolean
}
export interface AuditEntryView {
  id: string
  at: number
  actorKind: string
  actorName: string
  action: string
  subject: string
  detail: Record<string, unknown>
  address: string | null
}
