import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { MessageId, PersonId } from '@atrium/shared/ids.ts'

/**
 * The first message of somebody else after the one that was read last; of messages in their order. Undefined when there is none, or when
 * what was read last is not among them, since what comes between is unknown then.
 */
export function firstUnreadOf<T extends Pick<MessageView, 'id' | 'authorId'>>(
  messages: readonly T[],
  { readUpTo, me }: { readUpTo: MessageId | null; me: PersonId },
): T | undefined {
  if (readUpTo === null || !messages.some(({ id }) => id <= readUpTo)) return undefined
  return messages.find(({ id, authorId }) => id > readUpTo && authorId !== me)
}

/** How many of the messages others wrote after that one: what somebody who reads further up has not seen. */
export function countAfter(
  messages: readonly Pick<MessageView, 'id' | 'authorId' | 'deletedAt'>[],
  { after, me }: { after: MessageId | null; me: PersonId },
): number {
  if (after === null) return 0
  let count = 0
  for (let index = messages.length - 1; index >= 0 && messages[index]!.id > after; index--) {
    const { authorId, deletedAt } = messages[index]!
    if (authorId !== me && deletedAt === null) count += 1
  }
  return count
}
