import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { PersonId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import { findPresence } from './presence.queries.ts'
import { presentPresence } from './present-space.ts'

/**
 * Two people in one space, of whom the one wants something of the other.
 * @throws not_found unless both are there, bad_input for oneself, do_not_disturb
 */
export async function approachPerson(tx: Tx, actor: PersonActor, to: PersonId): Promise<{ own: PresenceView; other: PresenceView }> {
  const { organizationId, personId } = actor
  if (to === personId) throw new AtriumError('bad_input', 'That is you. Choose somebody else.')
  const [own, other] = [await findPresence(tx, organizationId, personId), await findPresence(tx, organizationId, to)]
  if (!own || !other || own.space_id !== other.space_id) throw new AtriumError('not_found', 'They are not in the space that you are in.')
  if (other.status === 'dnd') throw new AtriumError('do_not_disturb')
  return { own: presentPresence(own), other: presentPresence(other) }
}
