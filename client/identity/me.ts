import type { Role } from '@atrium/shared/identity/actor.ts'
import type { OrganizationView, PersonView } from '@atrium/shared/identity/views.ts'
import type { PersonId, RoomId, SpaceId } from '@atrium/shared/ids.ts'

/** Who is using this browser, as `identity.me` tells it. */
export interface Me {
  actor: { kind: 'member' | 'visitor'; role?: Role | undefined; personId: PersonId } | null
  person: PersonView | null
  email: string | null
  organization: OrganizationView | null
  /** Every one they belong to. */
  organizations: OrganizationView[]
  /** Signed in, member of something or not. */
  account: { name: string; email: string } | null
  /** 'needed': nobody has an organization on this server yet. */
  setup: 'needed' | 'done'
  demo: boolean
  /** Whether "Sign in with Slack" is offered. */
  slackSignIn: boolean
  visitor: { spaceId: SpaceId; roomId: RoomId | null } | null
}

export type Entrance = 'workspace' | 'create-organization' | 'sign-up-first' | 'demo' | 'sign-in'

/** Which door this browser stands before. */
export function entranceFor(me: Me): Entrance {
  if (me.actor) return 'workspace'
  if (me.account) return 'create-organization'
  if (me.demo) return 'demo'
  return me.setup === 'needed' ? 'sign-up-first' : 'sign-in'
}

export function isAdministrator(me: Me): boolean {
  return me.actor?.role === 'owner' || me.actor?.role === 'admin'
}
