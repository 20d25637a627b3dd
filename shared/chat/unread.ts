import type { MessageId } from '../ids.ts'
import type { ChannelSummary } from './views.ts'

/** Everything in a channel that somebody has not read and that concerns them: of its history, and of its threads. */
export function unreadOf({ unread, unreadReplies }: ChannelSummary): number {
  return unread + unreadReplies.length
}

export function unreadInThread({ unreadReplies }: ChannelSummary, threadRootId: MessageId): number {
  return unreadReplies.filter((reply) => reply.threadRootId === threadRootId).length
}
