import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ChannelView } from '@atrium/shared/chat/views.ts'
import { newId, type ChannelId, type OrganizationId, type PersonId } from '@atrium/shared/ids.ts'
import { appendChange } from '../realtime/append-change.ts'
import { audienceOf } from './audience.rules.ts'
import { findMentionChannel } from './channels.queries.ts'
import { presentChannel } from './present-chat.ts'

interface MentionPair {
  organizationId: OrganizationId
  /** In any order. That both belong to the organization is the caller's to know. */
  people: [PersonId, PersonId]
  nowMs: number
}

/** The one mention chat of two people, opened when it is their first. @throws bad_input for one person twice */
export async function openMentionChannel(tx: Tx, { organizationId, people, nowMs }: MentionPair): Promise<ChannelView> {
  const [low, high] = people.toSorted() as [PersonId, PersonId]
  if (low === high) throw new AtriumError('bad_input', 'A mention chat is between two people.')
  const known = await findMentionChannel(tx, organizationId, [low, high])
  if (known) return known
  const opened = await tx
    .insertInto('channel')
    .values({
      organization_id: organizationId,
      id: newId<ChannelId>(nowMs),
      kind: 'mention',
      person_low: low,
      person_high: high,
      created_at: new Date(nowMs),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(['id', 'kind', 'space_id', 'room_id', 'person_low', 'person_high', 'people'])
    .executeTakeFirst()
  if (!opened) return openMentionChannel(tx, { organizationId, people, nowMs })
  const channel = presentChannel(opened)
  appendChange(tx, { kind: 'chat.channelOpened', audience: audienceOf(channel), entityId: channel.id, rev: 1, payload: { channel } })
  return channel
}
