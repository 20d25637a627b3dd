import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ChannelView, MessageView } from '@atrium/shared/chat/views.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { MessageRevision } from '@atrium/shared/realtime/change.ts'
import { appendChange } from '../realtime/append-change.ts'
import { audienceOf } from './audience.rules.ts'
import { findChannel } from './channels.queries.ts'
import { presentMessage, type MessageRow } from './present-chat.ts'

/** Tells whoever may read the channel. `revision`: what a person did to it here. @returns what was told. */
export function appendMessageChange(tx: Tx, channel: ChannelView, row: MessageRow, revision?: MessageRevision): MessageView {
  const message = presentMessage(row)
  appendChange(tx, {
    kind: 'chat.messageChanged',
    audience: audienceOf(channel),
    entityId: message.id,
    rev: message.rev,
    payload: revision ? { message, revision } : { message },
  })
  return message
}

/** The same, for a message whose channel is not at hand and that no person has changed here. */
export async function appendRevision(tx: Tx, organizationId: OrganizationId, row: MessageRow): Promise<MessageView> {
  const channel = await findChannel(tx, organizationId, presentMessage(row).channelId)
  if (!channel) throw new AtriumError('not_found')
  return appendMessageChange(tx, channel, row)
}
