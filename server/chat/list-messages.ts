import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { ChannelId, MessageId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { historyBegins, mayUseChannel } from './channel-access.rules.ts'
import { findChannel } from './channels.queries.ts'
import { messagesBefore } from './messages.queries.ts'
import { presentMessage } from './present-chat.ts'
import { messagesById } from './threads.queries.ts'

interface Page {
  channelId: ChannelId
  /** The oldest message that is known already. */
  before?: MessageId | undefined
  limit: number
}

export interface MessagePage {
  messages: MessageView[]
  more: boolean
  /** The messages that the threads of replies in the page began with, as far as they are not in it. */
  roots: MessageView[]
}

/** A page of a channel's own history, oldest first; visitors see what was written since they came. @throws not_found */
export async function listMessages(tx: Tx, actor: PersonActor, page: Page): Promise<MessagePage> {
  const { organizationId } = actor
  const channel = await findChannel(tx, organizationId, page.channelId)
  if (!channel || !mayUseChannel(actor, channel)) throw new AtriumError('not_found')
  const range = { channelId: page.channelId, before: page.before, sinceMs: historyBegins(actor), limit: page.limit + 1 }
  const rows = await messagesBefore(tx, organizationId, range)
  const messages = rows.slice(0, page.limit).reverse().map(presentMessage)
  const there = new Set(messages.map(({ id }) => id))
  const elsewhere = messages.flatMap(({ threadRootId }) => (threadRootId === null || there.has(threadRootId) ? [] : [threadRootId]))
  const roots = await messagesById(tx, organizationId, { ids: [...new Set(elsewhere)], sinceMs: range.sinceMs })
  return { messages, more: rows.length > page.limit, roots: roots.map(presentMessage) }
}
