import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { ChannelId, MessageId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { historyBegins, mayUseChannel } from './channel-access.rules.ts'
import { findChannel } from './channels.queries.ts'
import { messagesBefore } from './messages.queries.ts'
import { presentMessage } from './present-chat.ts'

interface Page {
  channelId: ChannelId
  /** The oldest message that is known already. */
  before?: MessageId | undefined
  limit: number
}

/** A page of history, oldest first; visitors see what was written since they came. @throws not_found */
export async function listMessages(tx: Tx, actor: PersonActor, page: Page): Promise<{ messages: MessageView[]; more: boolean }> {
  const { organizationId } = actor
  const channel = await findChannel(tx, organizationId, page.channelId)
  if (!channel || !mayUseChannel(actor, channel)) throw new AtriumError('not_found')
  const range = { channelId: page.channelId, before: page.before, sinceMs: historyBegins(actor), limit: page.limit + 1 }
  const rows = await messagesBefore(tx, organizationId, range)
  return { messages: rows.slice(0, page.limit).reverse().map(presentMessage), more: rows.length > page.limit }
}
