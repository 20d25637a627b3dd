import { ROLES, type Role } from '@atrium/shared/identity/actor.ts'

export const ROLE_LABELS: Record<Role, string> = { owner: 'Owner', admin: 'Admin', member: 'Member' }

/** What a person of one role may give to others; the server holds to the same. */
export function grantableRoles(actorRole: Role | undefined): Role[] {
  if (actorRole === 'owner') return [...ROLES]
  return actorRole === 'admin' ? ROLES.filter((role) => role !== 'owner') : []
}

export function mayManage(actorRole: Role | undefined, targetRole: Role): boolean {
  return grantableRoles(actorRole).includes(targetRole)
}
