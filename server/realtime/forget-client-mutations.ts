import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import { lowestIdAt, type OrganizationId } from '@atrium/shared/ids.ts'

/**
 * After this a repeated mutation is carried out anew: see `once` and `mayRepeat`. A client's ids begin with its time, so each person's old
 * ones are at the front of the primary key. The row's own time decides: a wrong clock makes a row stay longer, never go earlier.
 */
export async function forgetClientMutations(
  tx: Tx,
  organizationId: OrganizationId,
  { before, limit }: { before: Date; limit: number },
): Promise<number> {
  const { numAffectedRows } = await sql`
    with recursive person (id) as (
      (select person_id from client_mutation where organization_id = ${organizationId} order by person_id limit 1)
      union all
      select (
        select person_id from client_mutation
        where organization_id = ${organizationId} and person_id > person.id order by person_id limit 1
      )
      from person where person.id is not null
    ), old as (
      select person.id as person_id, theirs.client_id from person cross join lateral (
        select client_id from client_mutation
        where organization_id = ${organizationId} and person_id = person.id
          and client_id < ${lowestIdAt(before.getTime())} and at < ${before}
        order by client_id limit ${limit}
      ) theirs
      limit ${limit}
    )
    delete from client_mutation using old
    where client_mutation.organization_id = ${organizationId}
      and client_mutation.person_id = old.person_id and client_mutation.client_id = old.client_id
  `.execute(tx)
  return Number(numAffectedRows ?? 0)
}
