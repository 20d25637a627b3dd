import { inOrganization, type Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, PersonId } from '@atrium/shared/ids.ts'
import type { Role } from '@atrium/shared/identity/actor.ts'
import type { Services } from '../infra/services.ts'

/** What a socket was let in as: a member in a role, or a visitor (null). */
export interface Standing {
  personId: PersonId
  role: Role | null
}

/** Who is no longer a member or a visitor, and whose role is another. */
export function findChangedPeople(
  services: Services,
  organizationId: OrganizationId,
  standings: Standing[],
): Promise<{ gone: PersonId[]; changed: PersonId[] }> {
  return inOrganization(services.db, organizationId, async (tx) => {
    const roles = await readRoles(tx, organizationId, standings)
    const visitors = await readVisitors(tx, organizationId, { standings, nowMs: services.clock.now() })
    const gone = standings.filter(({ personId, role }) => (role ? !roles.has(personId) : !visitors.has(personId)))
    const changed = standings.filter(({ personId, role }) => role && roles.has(personId) && roles.get(personId) !== role)
    return { gone: gone.map(({ personId }) => personId), changed: changed.map(({ personId }) => personId) }
  })
}

async function readRoles(tx: Tx, organizationId: OrganizationId, standings: Standing[]): Promise<Map<string, string>> {
  const ids = standings.filter(({ role }) => role !== null).map(({ personId }) => personId)
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('member')
    .select(['id', 'role'])
    .where('organization_id', '=', organizationId)
    .where('id', 'in', ids)
    .where('deactivated_at', 'is', null)
    .execute()
  return new Map(rows.map((row) => [row.id, row.role]))
}

async function readVisitors(
  tx: Tx,
  organizationId: OrganizationId,
  { standings, nowMs }: { standings: Standing[]; nowMs: number },
): Promise<Set<string>> {
  const ids = standings.filter(({ role }) => role === null).map(({ personId }) => personId)
  if (ids.length === 0) return new Set()
  const rows = await tx
    .selectFrom('visitor')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', 'in', ids)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', new Date(nowMs))
    .execute()
  return new Set(rows.map((row) => row.id))
}
