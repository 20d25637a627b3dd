import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { isReactionEmoji, MOST_REACTION_KINDS } from '@atrium/shared/chat/reaction-emoji.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { MessageId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { appendMessageChange } from './append-message-change.ts'
import { updateMessage } from './messages.queries.ts'
import { insertReaction, removeReactionRow } from './reactions.queries.ts'
import { assertStanding, readableMessage } from './readable-message.ts'

interface Reacting {
  messageId: MessageId
  emoji: string
}

/** Once per person and emoji; giving it again changes nothing. @throws not_found, conflict, bad_input */
export async function addReaction(tx: Tx, actor: PersonActor, { messageId, emoji }: Reacting): Promise<MessageView> {
  const { organizationId, personId } = actor
  if (!isReactionEmoji(emoji)) throw new AtriumError('bad_input', 'A reaction is one emoji.')
  const { message, channel } = await readableMessage(tx, actor, messageId)
  assertStanding(message)
  const isNewKind = message.reactions.every((reaction) => reaction.emoji !== emoji)
  if (isNewKind && message.reactions.length >= MOST_REACTION_KINDS)
    throw new AtriumError('bad_input', `A message takes at most ${MOST_REACTION_KINDS} different reactions.`)
  if (!(await insertReaction(tx, organizationId, { messageId, personId, emoji }))) return message
  const row = await updateMessage(tx, { organizationId, id: messageId }, {})
  return appendMessageChange(tx, channel, row, { revision: { kind: 'reactionAdded', personId, emoji } })
}

/** Takes one's own back. @throws not_found */
export async function removeReaction(tx: Tx, actor: PersonActor, { messageId, emoji }: Reacting): Promise<MessageView> {
  const { organizationId, personId } = actor
  const { message, channel } = await readableMessage(tx, actor, messageId)
  if (!(await removeReactionRow(tx, organizationId, { messageId, personId, emoji }))) return message
  const row = await updateMessage(tx, { organizationId, id: messageId }, {})
  return appendMessageChange(tx, channel, row, { revision: { kind: 'reactionRemoved', personId, emoji } })
}
