import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ChannelId, MessageId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { appendChange } from '../realtime/append-change.ts'
import { mayUseChannel } from './channel-access.rules.ts'
import { countUnread } from './channel-summaries.queries.ts'
import { findChannel } from './channels.queries.ts'

/** They have read up to there, on whichever device; a position only moves forward. @returns where it is now. @throws not_found */
export async function markRead(
  tx: Tx,
  actor: PersonActor,
  { channelId, messageId }: { channelId: ChannelId; messageId: MessageId },
): Promise<{ messageId: MessageId; unread: number }> {
  const { organizationId, personId } = actor
  const channel = await findChannel(tx, organizationId, channelId)
  if (!channel || !mayUseChannel(actor, channel) || !(await isMessageOf(tx, actor, { channelId, messageId })))
    throw new AtriumError('not_found')
  const moved = await tx
    .insertInto('read_position')
    .values({ organization_id: organizationId, person_id: personId, channel_id: channelId, message_id: messageId })
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'person_id', 'channel_id'])
        .doUpdateSet({ message_id: messageId, rev: sql`read_position.rev + 1` })
        .where('read_position.message_id', '<', messageId),
    )
    .returning('rev')
    .executeTakeFirst()
  const position = moved ? messageId : await positionOf(tx, actor, channelId)
  const unread = await countUnread(tx, organizationId, { personId, positions: [{ channelId, after: position }] })
  const read = { messageId: position, unread: unread.get(channelId) ?? 0 }
  const payload = { channelId, personId, ...read }
  if (moved) appendChange(tx, { kind: 'chat.readMoved', audience: [`person:${personId}`], entityId: channelId, rev: moved.rev, payload })
  return read
}

async function isMessageOf(
  tx: Tx,
  actor: PersonActor,
  { channelId, messageId }: { channelId: ChannelId; messageId: MessageId },
): Promise<boolean> {
  const row = await tx
    .selectFrom('message')
    .select('id')
    .where('organization_id', '=', actor.organizationId)
    .where('id', '=', messageId)
    .where('channel_id', '=', channelId)
    .executeTakeFirst()
  return row !== undefined
}

async function positionOf(tx: Tx, actor: PersonActor, channelId: ChannelId): Promise<MessageId> {
  const row = await tx
    .selectFrom('read_position')
    .select('message_id')
    .where('organization_id', '=', actor.organizationId)
    .where('person_id', '=', actor.personId)
    .where('channel_id', '=', channelId)
    .executeTakeFirstOrThrow()
  return row.message_id as MessageId
}
