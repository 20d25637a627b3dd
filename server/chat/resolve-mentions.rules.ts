import { resolveTypedMentions } from '@atrium/shared/chat/message-text.ts'
import type { ChannelView } from '@atrium/shared/chat/views.ts'
import type { PersonId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { mayHoldTypedMention } from './message-text.rules.ts'
import type { ActivePerson } from './people.queries.ts'

interface Written {
  actor: PersonActor
  channel: ChannelView
  people: ReadonlyMap<PersonId, ActivePerson>
}

/**
 * A text with the names that were typed made tokens, so that a private word to somebody is never public because a client did
 * not know the syntax. Names are looked up among members and the visitors who are in the channel's space; for a visitor, among
 * those in their space.
 */
export function resolveMentions(text: string, { actor, channel, people }: Written): string {
  if (!mayHoldTypedMention(text)) return text
  const spaceId = actor.kind === 'visitor' ? actor.spaceId : channel.kind === 'mention' ? null : channel.spaceId
  const isKnown = (person: ActivePerson) =>
    person.id === actor.personId ||
    (actor.kind === 'member' && person.kind === 'member') ||
    (spaceId !== null && person.presentIn === spaceId)
  return resolveTypedMentions(text, people.values().filter(isKnown).toArray())
}
