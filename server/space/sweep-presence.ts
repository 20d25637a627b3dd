import type { Tx } from '@atrium/db/transaction.ts'
import { asWorker } from '@atrium/db/transaction.ts'
import type { OrganizationId, PersonId } from '@atrium/shared/ids.ts'
import type { Services } from '../infra/services.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { leaveSpace } from './leave-space.ts'
import { lockPresence } from './presence.queries.ts'

/** A node that has not said for so long that it still has somebody has gone, or has lost them. */
export const STALE_AFTER_MS = 8_000

type SweepServices = Pick<Services, 'db' | 'bus'>

/** Sees off everybody whose node no longer speaks for them: no ghosts. @returns how many there were. */
export async function sweepPresence(services: SweepServices, nowMs: number): Promise<number> {
  const before = new Date(nowMs - STALE_AFTER_MS)
  const stale = await asWorker(services.db, (tx) =>
    tx.selectFrom('presence').select(['organization_id', 'person_id']).where('seen_at', '<', before).execute(),
  )
  let left = 0
  for (const [organization, rows] of Map.groupBy(stale, (row) => row.organization_id)) {
    const organizationId = organization as OrganizationId
    const people = rows.map((row) => row.person_id as PersonId)
    left += await commitInOrganization(services, organizationId, (tx) => seeOff(tx, organizationId, { people, before }))
  }
  return left
}

async function seeOff(tx: Tx, organizationId: OrganizationId, { people, before }: { people: PersonId[]; before: Date }): Promise<number> {
  await lockPresence(tx, organizationId)
  const stillStale = await tx
    .selectFrom('presence')
    .select('person_id')
    .where('organization_id', '=', organizationId)
    .where('person_id', 'in', people)
    .where('seen_at', '<', before)
    .execute()
  for (const { person_id } of stillStale) await leaveSpace(tx, { organizationId, personId: person_id as PersonId, place: null })
  return stillStale.length
}
