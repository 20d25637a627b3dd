import type { ChannelId, MessageId } from '@atrium/shared/ids.ts'

/** Where one writes: in a channel's own history, or in a thread of it. */
export interface ChatSpot {
  channelId: ChannelId
  /** The message that the thread begins with; null: in the history. */
  threadRootId: MessageId | null
}

/** For what is kept for each: drafts, attachments. */
export function spotKey({ channelId, threadRootId }: ChatSpot): ChannelId | MessageId {
  return threadRootId ?? channelId
}

export function isSameSpot(one: ChatSpot, other: ChatSpot): boolean {
  return one.channelId === other.channelId && one.threadRootId === other.threadRootId
}
