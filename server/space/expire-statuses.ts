import { asWorker, type Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, PersonId } from '@atrium/shared/ids.ts'
import type { Services } from '../infra/services.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { appendPresenceChange } from './append-presence-change.ts'
import { findPresence, lockPresence, updatePresence } from './presence.queries.ts'
import { tellWatchers } from './tell-when-free.ts'

/**
 * Takes back what people have said of themselves up to now and no longer: words, emoji, and busy or do not disturb. Who is away stays
 * so. @returns of how many.
 */
export async function expireStatuses(services: Pick<Services, 'db' | 'bus'>, nowMs: number): Promise<number> {
  const over = await asWorker(services.db, (tx) =>
    tx.selectFrom('presence').select(['organization_id', 'person_id']).where('status_until', '<=', new Date(nowMs)).execute(),
  )
  let expired = 0
  for (const [organization, rows] of Map.groupBy(over, (row) => row.organization_id)) {
    const organizationId = organization as OrganizationId
    const people = rows.map((row) => row.person_id as PersonId)
    expired += await commitInOrganization(services, organizationId, (tx) => expireOf(tx, organizationId, { people, nowMs }))
  }
  return expired
}

async function expireOf(tx: Tx, organizationId: OrganizationId, { people, nowMs }: { people: PersonId[]; nowMs: number }): Promise<number> {
  await lockPresence(tx, organizationId)
  let expired = 0
  for (const personId of people) {
    const row = await findPresence(tx, organizationId, personId)
    // They have said something else meanwhile, or another node was first.
    if (!row?.status_until || row.status_until.getTime() > nowMs) continue
    const status = row.status === 'away' ? 'away' : 'available'
    const cleared = { status, status_text: '', status_emoji: null, status_until: null }
    await appendPresenceChange(tx, organizationId, await updatePresence(tx, { organizationId, personId }, cleared))
    if (status === 'available' && row.status !== 'available') await tellWatchers(tx, { organizationId, personId, nowMs })
    expired += 1
  }
  return expired
}
