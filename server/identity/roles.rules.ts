import type { Role } from '@atrium/shared/identity/actor.ts'

/** Only owners make owners; admins bring in admins and members. */
export function mayGrant(actorRole: Role, role: Role): boolean {
  return actorRole === 'owner' || (actorRole === 'admin' && role !== 'owner')
}

/** Only owners touch owners, whether to demote or to remove them. */
export function mayManage(actorRole: Role, targetRole: Role): boolean {
  return mayGrant(actorRole, targetRole)
}

/** Whether an organization of `owners` owners would be left without any. */
export function leavesNoOwner({ owners, from, to }: { owners: number; from: Role; to: Role | null }): boolean {
  return from === 'owner' && to !== 'owner' && owners <= 1
}
