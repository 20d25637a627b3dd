import type { OrganizationView, PersonView } from './views.ts'
import type { Role } from './actor.ts'
import type { PersonId, RoomId, SpaceId } from '../ids.ts'

/** A place where the person is signed in. */
export interface SessionView {
  id: string
  /** The one that asks. */
  current: boolean
  createdAt: number
  expiresAt: number
  address: string | null
  userAgent: string | null
}

/** What a page needs to know first: who is looking at it. */
export interface MeView {
  /** Null for strangers, and for people who are in no organization yet. */
  actor: { kind: 'member' | 'visitor'; role?: Role; personId: PersonId } | null
  person: PersonView | null
  email: string | null
  organization: OrganizationView | null
  /** Every one the account is in; the cookie `atrium-organization` chooses. */
  organizations: OrganizationView[]
  account: { name: string; email: string } | null
  /** `needed` until this server has its first organization. */
  setup: 'needed' | 'done'
  demo: boolean
  /** Whether "Sign in with Slack" is offered. */
  slackSignIn: boolean
  /** Where a visitor may be. */
  visitor: { spaceId: SpaceId; roomId: RoomId | null } | null
}

export interface OutgoingEmailView {
  id: string
  to: string
  subject: string
  body: string
  link: string | null
  createdAt: number
}

export interface InvitationDescription {
  organizationName: string
  email: string
  role: Role
  state: 'open' | 'accepted' | 'revoked' | 'expired'
}
