import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, PersonId, SpaceId } from '@atrium/shared/ids.ts'

/** Somebody who may write and be written to. */
export interface ActivePerson {
  id: PersonId
  kind: 'member' | 'visitor'
  name: string
  /** The space they are in now. */
  presentIn: SpaceId | null
}

/** Of these, those who are members or whose visit has not ended. */
export async function activePeople(
  tx: Tx,
  organizationId: OrganizationId,
  { ids, nowMs }: { ids: readonly PersonId[]; nowMs: number },
): Promise<Map<PersonId, ActivePerson>> {
  if (ids.length === 0) return new Map()
  return readPeople(tx, organizationId, { filter: sql`= any(${ids}::uuid[])`, nowMs })
}

/** Everybody, to look up the names that were typed. */
export function everyActivePerson(tx: Tx, organizationId: OrganizationId, nowMs: number): Promise<Map<PersonId, ActivePerson>> {
  return readPeople(tx, organizationId, { filter: sql`is not null`, nowMs })
}

async function readPeople(
  tx: Tx,
  organizationId: OrganizationId,
  { filter, nowMs }: { filter: ReturnType<typeof sql>; nowMs: number },
): Promise<Map<PersonId, ActivePerson>> {
  const { rows } = await sql<ActivePerson>`
    select person.id, person.kind, person.name, presence.space_id as "presentIn"
    from (
      select id, 'member' as kind, name from member
      where organization_id = ${organizationId} and id ${filter} and deactivated_at is null
      union all
      select visitor.id, 'visitor', visitor.name from visitor
      join guest_link link on link.organization_id = visitor.organization_id and link.id = visitor.guest_link_id
      where visitor.organization_id = ${organizationId} and visitor.id ${filter}
        and visitor.revoked_at is null and visitor.expires_at > ${new Date(nowMs)} and link.revoked_at is null
    ) person
    left join presence on presence.organization_id = ${organizationId} and presence.person_id = person.id
  `.execute(tx)
  return new Map(rows.map((person) => [person.id, person]))
}
