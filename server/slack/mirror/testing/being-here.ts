import { randomInt, randomUUID } from 'node:crypto'
import type { Db } from '@atrium/db/connect.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import type { OrganizationId, PersonId } from '@atrium/shared/ids.ts'

interface At {
  db: Db
  organizationId: OrganizationId
}

/** In a space and seen just now, as the space leaves it. */
export async function isHere({ db, organizationId }: At, { id }: { id: PersonId }): Promise<void> {
  const person = { organization_id: organizationId, person_id: id, person_kind: 'member', space_id: randomUUID(), slot: randomInt(60_000) }
  // Seen for as long as a test may take: nobody renews it.
  const seen_at = new Date(Date.now() + 600_000)
  await inOrganization(db, organizationId, (tx) =>
    tx
      .insertInto('presence')
      .values({ ...person, seen_at, x: 0, y: 0, node: 'n' })
      .execute(),
  )
}

export async function isAway({ db, organizationId }: At, { id }: { id: PersonId }): Promise<void> {
  await inOrganization(db, organizationId, (tx) => tx.updateTable('presence').set({ status: 'away' }).where('person_id', '=', id).execute())
}

export async function isGone({ db, organizationId }: At, { id }: { id: PersonId }): Promise<void> {
  await inOrganization(db, organizationId, (tx) => tx.deleteFrom('presence').where('person_id', '=', id).execute())
}
