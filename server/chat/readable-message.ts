import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ChannelView, MessageView } from '@atrium/shared/chat/views.ts'
import type { MessageId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { historyBegins, mayUseChannel } from './channel-access.rules.ts'
import { findChannel } from './channels.queries.ts'
import { lockMessage } from './messages.queries.ts'
import { presentMessage } from './present-chat.ts'

export interface ReadableMessage {
  message: MessageView
  channel: ChannelView
}

/** A message that somebody may read, held to the end of the transaction. @throws not_found */
export async function readableMessage(tx: Tx, actor: PersonActor, messageId: MessageId): Promise<ReadableMessage> {
  const row = await lockMessage(tx, actor.organizationId, messageId)
  const message = row && presentMessage(row)
  const channel = message && (await findChannel(tx, actor.organizationId, message.channelId))
  if (!channel || !mayUseChannel(actor, channel) || message.createdAt < historyBegins(actor)) throw new AtriumError('not_found')
  return { message, channel }
}

/** @throws conflict when it was deleted meanwhile */
export function assertStanding({ deletedAt }: MessageView): void {
  if (deletedAt !== null) throw new AtriumError('conflict', 'The message was deleted.')
}
