import { statement } from '@atrium/db/statement.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, PersonId, SpaceId } from '@atrium/shared/ids.ts'

/** Somebody who may write and be written to. */
export interface ActivePerson {
  id: PersonId
  kind: 'member' | 'visitor'
  name: string
  /** The space they are in now; null also when they hide where they are. */
  presentIn: SpaceId | null
}

/** Of these, or of everybody (to look up names that were typed), those who are members or whose visit has not ended. */
export interface PeopleWanted {
  ids: readonly PersonId[] | 'everybody'
  nowMs: number
}

/** Also as a part of a larger statement. `$1` the organization, `$2` the time, `$3` the ids. */
export const PEOPLE = { some: peopleText('= any($3::uuid[])'), everybody: peopleText('is not null') }

const somePeople = statement<ActivePerson>('chat.some-people', PEOPLE.some)
const everybody = statement<ActivePerson>('chat.everybody', PEOPLE.everybody)

export async function activePeople(
  tx: Tx,
  organizationId: OrganizationId,
  { ids, nowMs }: PeopleWanted,
): Promise<Map<PersonId, ActivePerson>> {
  const known = [organizationId, new Date(nowMs)]
  const rows = ids === 'everybody' ? await everybody(tx, known) : await somePeople(tx, [...known, ids])
  return new Map(rows.map((person) => [person.id, person]))
}

function peopleText(isWanted: string): string {
  return `
    select person.id, person.kind, person.name,
      case when hidden.member_id is null then presence.space_id end as "presentIn"
    from (
      select id, 'member' as kind, name from member
      where organization_id = $1 and id ${isWanted} and deactivated_at is null
      union all
      select visitor.id, 'visitor', visitor.name from visitor
      join guest_link link on link.organization_id = visitor.organization_id and link.id = visitor.guest_link_id
      where visitor.organization_id = $1 and visitor.id ${isWanted}
        and visitor.revoked_at is null and visitor.expires_at > $2 and link.revoked_at is null
    ) person
    left join presence on presence.organization_id = $1 and presence.person_id = person.id
    left join hidden_position hidden on hidden.organization_id = $1 and hidden.member_id = person.id`
}
