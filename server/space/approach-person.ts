import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { PersonId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { seesPosition } from '@atrium/shared/space/sees-position.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import { findPresence } from './presence.queries.ts'
import { presentPresence, standingOf } from './present-space.ts'

/**
 * Two people in one space, of whom the one wants something of the other.
 * @throws not_found unless both are there and the other one is seen, not_allowed when they would not see who comes, bad_input for oneself, do_not_disturb
 */
export async function approachPerson(tx: Tx, actor: PersonActor, to: PersonId): Promise<{ own: PresenceView; other: PresenceView }> {
  const { organizationId, personId } = actor
  if (to === personId) throw new AtriumError('bad_input', 'That is you. Choose somebody else.')
  const [own, other] = [await findPresence(tx, organizationId, personId), await findPresence(tx, organizationId, to)]
  if (!own || !other || own.space_id !== other.space_id) throw notHere()
  const views = { own: presentPresence(own), other: presentPresence(other) }
  const [mine, theirs] = [standingOf(views.own), standingOf(views.other)]
  if (!seesPosition(mine, theirs)) throw notHere()
  if (!seesPosition(theirs, mine))
    throw new AtriumError('not_allowed', 'You hide where you are, and they are not in the same room. Show where you are first.')
  if (other.status === 'dnd') throw new AtriumError('do_not_disturb')
  return views
}

function notHere(): AtriumError {
  return new AtriumError('not_found', 'They are not in the space that you are in.')
}
