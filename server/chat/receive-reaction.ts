import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import { appendRevision } from './append-message-change.ts'
import { lockMessage, updateMessage } from './messages.queries.ts'
import { presentMessage } from './present-chat.ts'
import { insertReaction, removeReactionRow, type Reaction } from './reactions.queries.ts'

/** A reaction that somebody gave or took back outside Atrium. What stands so already changes nothing. @throws not_found */
export async function receiveReaction(
  tx: Tx,
  actor: SystemActor,
  { present, ...reaction }: Reaction & { present: boolean },
): Promise<MessageView> {
  const { organizationId } = actor
  const known = await lockMessage(tx, organizationId, reaction.messageId)
  if (!known) throw new AtriumError('not_found')
  if (known.deleted_at) return presentMessage(known)
  const change = present ? insertReaction : removeReactionRow
  if (!(await change(tx, organizationId, reaction))) return presentMessage(known)
  return appendRevision(tx, organizationId, await updateMessage(tx, { organizationId, id: reaction.messageId }, {}))
}
