import { sql, type RawBuilder } from 'kysely'
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

/** Of these, or of everybody (to look up names that were typed), those who are members or whose visit has not ended. */
export interface PeopleWanted {
  ids: readonly PersonId[] | 'everybody'
  nowMs: number
}

export async function activePeople(tx: Tx, organizationId: OrganizationId, wanted: PeopleWanted): Promise<Map<PersonId, ActivePerson>> {
  const { rows } = await peopleQuery(organizationId, wanted).execute(tx)
  return new Map(rows.map((person) => [person.id, person]))
}

/** Also as a part of a larger statement. */
export function peopleQuery(organizationId: OrganizationId, { ids, nowMs }: PeopleWanted): RawBuilder<ActivePerson> {
  const isWanted = ids === 'everybody' ? sql`is not null` : sql`= any(${ids}::uuid[])`
  return sql<ActivePerson>`
    select person.id, person.kind, person.name, presence.space_id as "presentIn"
    from (
      select id, 'member' as kind, name from member
      where organization_id = ${organizationId} and id ${isWanted} and deactivated_at is null
      union all
      select visitor.id, 'visitor', visitor.name from visitor
      join guest_link link on link.organization_id = visitor.organization_id and link.id = visitor.guest_link_id
      where visitor.organization_id = ${organizationId} and visitor.id ${isWanted}
        and visitor.revoked_at is null and visitor.expires_at > ${new Date(nowMs)} and link.revoked_at is null
    ) person
    left join presence on presence.organization_id = ${organizationId} and presence.person_id = person.id
  `
}
