import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ChannelView, MessageView, ThreadNews } from '@atrium/shared/chat/views.ts'
import type { OrganizationId, PersonId } from '@atrium/shared/ids.ts'
import type { MessageRevision } from '@atrium/shared/realtime/change.ts'
import { appendChange } from '../realtime/append-change.ts'
import { audienceOf } from './audience.rules.ts'
import { findChannel } from './channels.queries.ts'
import { presentMessage, type MessageRow } from './present-chat.ts'

/** What is told along with a message. */
export interface Along {
  /** What a person did to it here. */
  revision?: MessageRevision | undefined
  /** What a reply that came or went has made of the message that its thread began with. */
  root?: ThreadNews | undefined
  /** To whom a new reply is unread. */
  unreadFor?: PersonId[] | undefined
}

/** Tells whoever may read the channel. */
export function tellMessage(tx: Tx, channel: ChannelView, message: MessageView, { revision, root, unreadFor }: Along = {}): void {
  appendChange(tx, {
    kind: 'chat.messageChanged',
    audience: audienceOf(channel),
    entityId: message.id,
    rev: message.rev,
    payload: { message, ...(revision ? { revision } : {}), ...(root ? { root } : {}), ...(unreadFor?.length ? { unreadFor } : {}) },
  })
}

/** @returns what was told. */
export function appendMessageChange(tx: Tx, channel: ChannelView, row: MessageRow, along: Along = {}): MessageView {
  const message = presentMessage(row)
  tellMessage(tx, channel, message, along)
  return message
}

/** The same, for a message whose channel is not at hand and that no person has changed here. */
export async function appendRevision(tx: Tx, organizationId: OrganizationId, row: MessageRow, along: Along = {}): Promise<MessageView> {
  const channel = await findChannel(tx, organizationId, presentMessage(row).channelId)
  if (!channel) throw new AtriumError('not_found')
  return appendMessageChange(tx, channel, row, along)
}
