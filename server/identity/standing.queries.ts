import { sql } from 'kysely'
import { inOrganization, type Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, PersonId } from '@atrium/shared/ids.ts'
import type { Role } from '@atrium/shared/identity/actor.ts'
import type { Services } from '../infra/services.ts'

/** What a socket was let in as: a member in a role, or a visitor (null). */
export interface Standing {
  personId: PersonId
  role: Role | null
}

/** Who is no longer a member or a visitor, and whose role is another. Asked for everybody with a socket, so only what is news is answered. */
export function findChangedPeople(
  services: Services,
  organizationId: OrganizationId,
  standings: Standing[],
): Promise<{ gone: PersonId[]; changed: PersonId[] }> {
  return inOrganization(services.db, organizationId, async (tx) => {
    const members = await changedMembers(tx, organizationId, standings)
    const visitors = await goneVisitors(tx, organizationId, { standings, nowMs: services.clock.now() })
    const gone = members.filter(({ isMember }) => !isMember).map(({ id }) => id)
    return { gone: [...gone, ...visitors], changed: members.filter(({ isMember }) => isMember).map(({ id }) => id) }
  })
}

async function changedMembers(
  tx: Tx,
  organizationId: OrganizationId,
  standings: Standing[],
): Promise<{ id: PersonId; isMember: boolean }[]> {
  const held = standings.filter(({ role }) => role !== null)
  if (held.length === 0) return []
  const { rows } = await sql<{ id: PersonId; isMember: boolean }>`
    select held.id, member.id is not null as "isMember"
    from unnest(${held.map(({ personId }) => personId)}::uuid[], ${held.map(({ role }) => role)}::text[]) as held (id, role)
    left join member on member.organization_id = ${organizationId} and member.id = held.id and member.deactivated_at is null
    where member.role is distinct from held.role
  `.execute(tx)
  return rows
}

async function goneVisitors(
  tx: Tx,
  organizationId: OrganizationId,
  { standings, nowMs }: { standings: Standing[]; nowMs: number },
): Promise<PersonId[]> {
  const ids = standings.filter(({ role }) => role === null).map(({ personId }) => personId)
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: PersonId }>`
    select held.id from unnest(${ids}::uuid[]) as held (id)
    left join visitor on visitor.organization_id = ${organizationId} and visitor.id = held.id
      and visitor.revoked_at is null and visitor.expires_at > ${new Date(nowMs)}
    where visitor.id is null
  `.execute(tx)
  return rows.map(({ id }) => id)
}
