import { AtriumError } from '@atrium/shared/errors.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { ActivePerson } from './people.queries.ts'

/**
 * Whether somebody may begin a mention chat with that person: members with everybody, visitors with who is in their space now.
 * A visitor knows nobody else, and is not told who there is.
 */
export function mayAddress(actor: PersonActor, person: ActivePerson | undefined): person is ActivePerson {
  if (!person || person.id === actor.personId) return false
  return actor.kind === 'member' || person.presentIn === actor.spaceId
}

/** @throws not_found */
export function assertAddressable(actor: PersonActor, person: ActivePerson | undefined): ActivePerson {
  if (!mayAddress(actor, person)) throw new AtriumError('not_found', 'The person you mention is not here, so nothing was sent.')
  return person
}
