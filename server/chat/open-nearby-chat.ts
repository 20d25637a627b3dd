import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ChannelView } from '@atrium/shared/chat/views.ts'
import { newId, type ChannelId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { appendChange } from '../realtime/append-change.ts'
import { audienceOf } from './audience.rules.ts'
import { findNearbyChannel, groupAround, insertNearbyChannel } from './nearby.queries.ts'

/**
 * The chat of those who stand together with somebody now. It is theirs alone: when one comes or goes, those who then stand together
 * have another, so that nobody reads what was said before they came (ID4). The same people find theirs again.
 * @throws not_found when they stand alone
 */
export async function openNearbyChat(tx: Tx, actor: PersonActor, { nowMs }: { nowMs: number }): Promise<ChannelView> {
  const { organizationId, personId } = actor
  const group = await groupAround(tx, organizationId, personId)
  if (!group) throw new AtriumError('not_found', 'Nobody stands near you. Walk up to somebody first.')
  const known = await findNearbyChannel(tx, organizationId, group)
  if (known) return known
  const channel = await insertNearbyChannel(tx, organizationId, { id: newId<ChannelId>(nowMs), ...group, nowMs })
  if (!channel) return openNearbyChat(tx, actor, { nowMs })
  appendChange(tx, { kind: 'chat.channelOpened', audience: audienceOf(channel), entityId: channel.id, rev: 1, payload: { channel } })
  return channel
}
