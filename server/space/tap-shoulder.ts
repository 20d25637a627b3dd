import type { Tx } from '@atrium/db/transaction.ts'
import { newId, type PersonId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { appendChange } from '../realtime/append-change.ts'
import { approachPerson } from './approach-person.ts'
import { spendApproach } from './gesture-limits.ts'

/**
 * A notice for one person, wherever in Atrium they look. It takes the feed, so that it comes through a cut connection and to any
 * node; beside the feed nothing is written. @throws too_many and as `approachPerson`
 */
export async function tapShoulder(
  tx: Tx,
  actor: PersonActor,
  { personId: to, nowMs }: { personId: PersonId; nowMs: number },
): Promise<void> {
  const { own } = await approachPerson(tx, actor, to)
  await spendApproach(actor, { kind: 'tap', to })
  const tap = { id: newId(nowMs), from: own.person, to, at: nowMs }
  appendChange(tx, { kind: 'space.shoulderTapped', audience: [`person:${to}`], entityId: tap.id, rev: 1, payload: { tap } })
}
