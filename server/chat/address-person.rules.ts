import { AtriumError } from '@atrium/shared/errors.ts'
import { isPrivate } from '@atrium/shared/chat/private-channel.ts'
import type { ChannelView } from '@atrium/shared/chat/views.ts'
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

/** Whether somebody who is mentioned in a channel can read it: members every space's and room's, visitors where they are now. */
export function mayReadMention(person: ActivePerson | undefined, channel: ChannelView): boolean {
  if (!person) return false
  if (isPrivate(channel)) return channel.people.includes(person.id)
  return person.kind === 'member' || person.presentIn === channel.spaceId
}
