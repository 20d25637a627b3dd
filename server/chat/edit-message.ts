import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { routeMessage } from '@atrium/shared/chat/route-message.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { MessageId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { appendMessageChange } from './append-message-change.ts'
import { areGroupMentionsOff, assertCallsNoGroup } from './group-mentions.ts'
import { mayHoldTypedMention, sendableText } from './message-text.rules.ts'
import { updateMessage } from './messages.queries.ts'
import { activePeople } from './people.queries.ts'
import { assertStanding, readableMessage } from './readable-message.ts'
import { resolveMentions } from './resolve-mentions.rules.ts'

interface Edit {
  messageId: MessageId
  text: string
  nowMs: number
}

/**
 * The author words a message anew; the same words change nothing. It stays where it is, so it cannot become a private word to
 * somebody afterwards. @throws not_found, not_allowed, conflict, bad_input
 */
export async function editMessage(tx: Tx, actor: PersonActor, edit: Edit): Promise<MessageView> {
  const { organizationId } = actor
  const { message, channel } = await readableMessage(tx, actor, edit.messageId)
  if (message.authorId !== actor.personId) throw new AtriumError('not_allowed', 'Only who wrote a message may edit it.')
  assertStanding(message)
  const typed = sendableText(edit.text)
  const ids = mayHoldTypedMention(typed) ? 'everybody' : [actor.personId]
  const people = await activePeople(tx, organizationId, { ids, nowMs: edit.nowMs })
  const text = resolveMentions(typed, { actor, channel, people })
  if (text === message.text) return message
  if (await areGroupMentionsOff(tx, organizationId, [typed])) assertCallsNoGroup(text, message.text)
  if (routeMessage({ text, channel, authorId: actor.personId }).to === 'mention') {
    throw new AtriumError('bad_input', 'Everybody here has read this message. To write to one person alone, send a new one.')
  }
  const key = { organizationId, id: edit.messageId }
  const row = await updateMessage(tx, key, { text, edited_at: new Date(edit.nowMs) })
  return appendMessageChange(tx, channel, row, { revision: { kind: 'edited' } })
}
