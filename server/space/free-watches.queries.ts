import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, PersonId } from '@atrium/shared/ids.ts'

interface WatchKey {
  organizationId: OrganizationId
  watcherId: PersonId
  watchedId: PersonId
}

/** @returns false when they wait already. */
export async function insertFreeWatch(tx: Tx, { organizationId, watcherId, watchedId }: WatchKey): Promise<boolean> {
  const inserted = await tx
    .insertInto('free_watch')
    .values({ organization_id: organizationId, watcher_id: watcherId, watched_id: watchedId })
    .onConflict((conflict) => conflict.doNothing())
    .returning('watcher_id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** @returns false when there was none. */
export async function deleteFreeWatch(tx: Tx, { organizationId, watcherId, watchedId }: WatchKey): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('free_watch')
    .where('organization_id', '=', organizationId)
    .where('watcher_id', '=', watcherId)
    .where('watched_id', '=', watchedId)
    .returning('watcher_id')
    .executeTakeFirst()
  return deleted !== undefined
}

/** Whoever waited for them waits no longer. @returns who did. */
export async function takeWatchersOf(tx: Tx, organizationId: OrganizationId, watchedId: PersonId): Promise<PersonId[]> {
  const rows = await tx
    .deleteFrom('free_watch')
    .where('organization_id', '=', organizationId)
    .where('watched_id', '=', watchedId)
    .returning('watcher_id')
    .execute()
  return rows.map((row) => row.watcher_id as PersonId).toSorted()
}

export async function watchedBy(tx: Tx, organizationId: OrganizationId, watcherId: PersonId): Promise<PersonId[]> {
  const rows = await tx
    .selectFrom('free_watch')
    .select('watched_id')
    .where('organization_id', '=', organizationId)
    .where('watcher_id', '=', watcherId)
    .orderBy('watched_id')
    .execute()
  return rows.map((row) => row.watched_id as PersonId)
}

export async function isActiveMember(tx: Tx, organizationId: OrganizationId, personId: PersonId): Promise<boolean> {
  const row = await tx
    .selectFrom('member')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', personId)
    .where('deactivated_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}
