import { mentionTokensOf } from '@atrium/shared/chat/message-text.ts'
import { isPrivate } from '@atrium/shared/chat/private-channel.ts'
import type { ChannelView, MessageView, ThreadSummary } from '@atrium/shared/chat/views.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ChannelId, MessageId, PersonId } from '@atrium/shared/ids.ts'

/** What has to be known of a message to begin or go on with a thread under it. */
export interface ThreadRoot {
  id: MessageId
  channelId: ChannelId
  threadRootId: MessageId | null
  isDeleted: boolean
  thread: ThreadSummary | null
}

/** A thread stays in its channel and has one level. A deleted message's thread goes on, but none begins there. @throws not_found, bad_input, conflict */
export function assertMayBeAnswered(root: ThreadRoot | undefined, channel: ChannelView): ThreadRoot {
  if (!root || root.channelId !== channel.id) throw new AtriumError('not_found', 'The message of this thread is not here.')
  if (root.threadRootId !== null)
    throw new AtriumError('bad_input', 'A reply has no thread of its own. Reply in the thread that it stands in.')
  if (root.isDeleted && root.thread === null) throw new AtriumError('conflict', 'The message was deleted.')
  return root
}

/** Who has written a message that a thread began with or a reply, and which of them first. */
export interface ThreadWriter {
  threadRootId: MessageId
  personId: PersonId
  firstMessageId: MessageId
}

/**
 * Whom a new reply concerns, so that it is unread to them: those who had written in the thread or the message that it began with, and those
 * it mentions; in a chat of certain people the others, always.
 * @param mayRead whether somebody who is mentioned can see it at all
 */
export function readersOf(
  reply: MessageView,
  { channel, writers, mayRead }: { channel: ChannelView; writers: readonly ThreadWriter[]; mayRead: (id: PersonId) => boolean },
): PersonId[] {
  const others = (people: readonly PersonId[]) => [...new Set(people)].filter((id) => id !== reply.authorId).toSorted()
  if (isPrivate(channel)) return others(channel.people)
  const before = writers.filter(({ threadRootId, firstMessageId }) => threadRootId === reply.threadRootId && firstMessageId < reply.id)
  const mentioned = (mentionTokensOf(reply.text).personIds as PersonId[]).filter(mayRead)
  return others([...before.map(({ personId }) => personId), ...mentioned])
}
