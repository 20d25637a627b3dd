import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MessageId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { appendChange } from '../realtime/append-change.ts'
import { mayUseChannel } from './channel-access.rules.ts'
import { findChannel } from './channels.queries.ts'
import { presentMessage } from './present-chat.ts'
import { messagesById, removeUnreadOf } from './threads.queries.ts'

interface ThreadRead {
  threadRootId: MessageId
  /** The newest reply that they have seen. */
  messageId: MessageId
}

/** They have read a thread up to there, on whichever device; what is read stays so. @throws not_found */
export async function markThreadRead(tx: Tx, actor: PersonActor, { threadRootId, messageId }: ThreadRead): Promise<void> {
  const { organizationId, personId } = actor
  const [row] = await messagesById(tx, organizationId, { ids: [messageId], sinceMs: 0 })
  const reply = row && presentMessage(row)
  const channel = reply?.threadRootId === threadRootId && (await findChannel(tx, organizationId, reply.channelId))
  if (!channel || !mayUseChannel(actor, channel)) throw new AtriumError('not_found')
  if (!(await removeUnreadOf(tx, organizationId, { personId, threadRootId, upTo: messageId }))) return
  const payload = { channelId: channel.id, personId, threadRootId, messageId }
  appendChange(tx, { kind: 'chat.threadRead', audience: [`person:${personId}`], entityId: threadRootId, rev: 1, payload })
}
