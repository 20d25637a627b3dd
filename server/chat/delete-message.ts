import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { isPrivate } from '@atrium/shared/chat/private-channel.ts'
import type { ChannelView, MessageView } from '@atrium/shared/chat/views.ts'
import type { MessageId } from '@atrium/shared/ids.ts'
import { isAdministrator, type PersonActor } from '@atrium/shared/identity/actor.ts'
import { appendMessageChange } from './append-message-change.ts'
import { buryMessage } from './bury-message.ts'
import { isSpaceAdmin } from './moderators.queries.ts'
import { readableMessage } from './readable-message.ts'

/** Leaves a tombstone without text and files; once is as good as twice. @throws not_found, not_allowed */
export async function deleteMessage(
  tx: Tx,
  actor: PersonActor,
  { messageId, nowMs }: { messageId: MessageId; nowMs: number },
): Promise<MessageView> {
  const { message, channel } = await readableMessage(tx, actor, messageId)
  if (message.authorId !== actor.personId && !(await mayModerate(tx, actor, channel))) {
    throw new AtriumError('not_allowed', 'Only who wrote a message, or an admin of its space, may delete it.')
  }
  if (message.deletedAt !== null) return message
  const { row, root } = await buryMessage(tx, actor.organizationId, { ...message, atMs: nowMs })
  return appendMessageChange(tx, channel, row, { revision: { kind: 'deleted' }, root })
}

/** What certain people say to each other is nobody else's to take away. */
async function mayModerate(tx: Tx, actor: PersonActor, channel: ChannelView): Promise<boolean> {
  if (actor.kind !== 'member' || isPrivate(channel)) return false
  return isAdministrator(actor) || isSpaceAdmin(tx, actor.organizationId, { spaceId: channel.spaceId, memberId: actor.personId })
}
