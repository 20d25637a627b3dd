import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { OrganizationId, PersonId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { FreeWatchView } from '@atrium/shared/space/views.ts'
import { appendChange } from '../realtime/append-change.ts'
import { deleteFreeWatch, insertFreeWatch, isActiveMember, takeWatchersOf, watchedBy } from './free-watches.queries.ts'
import { findPresence, hidesPosition, lockPresence } from './presence.queries.ts'

interface Watching {
  personId: PersonId
  nowMs: number
}

/**
 * One notice, once they are available: also when they come in only then. Visitors wait for who is in their space.
 * @throws bad_input for oneself, not_found, conflict when they are available now
 */
export async function tellWhenFree(tx: Tx, actor: PersonActor, { personId: watchedId, nowMs }: Watching): Promise<FreeWatchView> {
  const { organizationId, personId: watcherId } = actor
  if (watchedId === watcherId) throw new AtriumError('bad_input', 'That is you. Choose somebody else.')
  await lockPresence(tx, organizationId)
  const found = await findPresence(tx, organizationId, watchedId)
  // Who hides where they are is not here, as far as anybody is told.
  const row = found?.hidden ? undefined : found
  const isKnown =
    actor.kind === 'member'
      ? row !== undefined || (await isActiveMember(tx, organizationId, watchedId))
      : row !== undefined && row.space_id === actor.spaceId
  if (!isKnown) throw new AtriumError('not_found')
  if (row?.status === 'available') throw new AtriumError('conflict', 'They are available now.')
  const watch: FreeWatchView = { personId: watchedId, state: 'waiting', rev: nowMs }
  if (await insertFreeWatch(tx, { organizationId, watcherId, watchedId })) tellWatcher(tx, watcherId, watch)
  return watch
}

/** Doing it twice is as good as once. */
export async function cancelTellWhenFree(tx: Tx, actor: PersonActor, { personId: watchedId, nowMs }: Watching): Promise<void> {
  const { organizationId, personId: watcherId } = actor
  if (!(await deleteFreeWatch(tx, { organizationId, watcherId, watchedId })))
    throw new AtriumError('not_found', 'You do not wait for them.')
  tellWatcher(tx, watcherId, { personId: watchedId, state: 'cancelled', rev: nowMs })
}

export async function listFreeWatches(tx: Tx, { organizationId, personId }: PersonActor): Promise<FreeWatchView[]> {
  return (await watchedBy(tx, organizationId, personId)).map((watched) => ({ personId: watched, state: 'waiting', rev: 0 }))
}

/** Somebody has become available: told to each who waited for it, once; not while they hide where they are. */
export async function tellWatchers(
  tx: Tx,
  { organizationId, personId, nowMs }: { organizationId: OrganizationId; personId: PersonId; nowMs: number },
): Promise<void> {
  if (await hidesPosition(tx, { organizationId, personId })) return
  for (const watcherId of await takeWatchersOf(tx, organizationId, personId))
    tellWatcher(tx, watcherId, { personId, state: 'free', rev: nowMs })
}

function tellWatcher(tx: Tx, watcherId: PersonId, watch: FreeWatchView): void {
  appendChange(tx, {
    kind: 'space.freeWatchChanged',
    audience: [`person:${watcherId}`],
    entityId: watch.personId,
    rev: watch.rev,
    payload: { watch },
  })
}
