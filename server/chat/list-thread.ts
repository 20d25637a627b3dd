import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { MessageId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { historyBegins, mayUseChannel } from './channel-access.rules.ts'
import { findChannel } from './channels.queries.ts'
import { presentMessage } from './present-chat.ts'
import { messagesById, repliesBefore } from './threads.queries.ts'

interface Page {
  /** The message that the thread began, or would begin, with. */
  threadRootId: MessageId
  /** The oldest reply that is known already. */
  before?: MessageId | undefined
  limit: number
}
export interface ThreadPage {
  /** Null for a visitor who came after it was written; they see the replies since. */
  root: MessageView | null
  replies: MessageView[]
  more: boolean
}

/** A page of a thread's replies, oldest first. @throws not_found also for a message that is a reply itself */
export async function listThread(tx: Tx, actor: PersonActor, page: Page): Promise<ThreadPage> {
  const { organizationId } = actor
  const { threadRootId, before, limit } = page
  const [row] = await messagesById(tx, organizationId, { ids: [threadRootId], sinceMs: 0 })
  const root = row && presentMessage(row)
  const channel = root && (await findChannel(tx, organizationId, root.channelId))
  if (!channel || root.threadRootId !== null || !mayUseChannel(actor, channel)) throw new AtriumError('not_found')
  const sinceMs = historyBegins(actor)
  const rows = await repliesBefore(tx, organizationId, { threadRootId, before, sinceMs, limit: limit + 1 })
  return {
    root: root.createdAt < sinceMs ? null : root,
    replies: rows.slice(0, limit).reverse().map(presentMessage),
    more: rows.length > limit,
  }
}
