import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ChannelView } from '@atrium/shared/chat/views.ts'
import type { PersonId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { mayAddress } from './address-person.rules.ts'
import { findMentionChannel } from './channels.queries.ts'
import { openMentionChannel } from './open-mention-channel.ts'
import { activePeople } from './people.queries.ts'

/** The mention chat with somebody; one that there is may always be opened again. @throws not_found */
export async function openMentionChat(
  tx: Tx,
  actor: PersonActor,
  { personId, nowMs }: { personId: PersonId; nowMs: number },
): Promise<ChannelView> {
  const { organizationId } = actor
  const people: [PersonId, PersonId] = [actor.personId, personId]
  const known = await findMentionChannel(tx, organizationId, people.toSorted() as [PersonId, PersonId])
  if (known) return known
  const found = await activePeople(tx, organizationId, { ids: people, nowMs })
  if (!found.has(actor.personId)) throw new AtriumError('not_allowed')
  if (!mayAddress(actor, found.get(personId))) throw new AtriumError('not_found')
  return openMentionChannel(tx, { organizationId, people, nowMs })
}
