import type { ChannelId, FileId, MessageId, PersonId, RoomId, SpaceId } from '../ids.ts'

export type ChannelView =
  | { id: ChannelId; kind: 'space'; spaceId: SpaceId }
  | { id: ChannelId; kind: 'room'; spaceId: SpaceId; roomId: RoomId }
  /** Of exactly these people, who stood together in that space: what is said there nobody else ever reads. `people` is sorted. */
  | { id: ChannelId; kind: 'nearby'; spaceId: SpaceId; people: PersonId[] }
  /** The private chat between exactly two people; `people` is sorted. */
  | { id: ChannelId; kind: 'mention'; people: [PersonId, PersonId] }

/** Where a bridged message is: shown beside it (CH7). */
export type BridgeState =
  /** The recipient is here and may read it in Atrium. It goes to Slack then (ms since the epoch), or as soon as they are gone, unless they have. */
  | { state: 'held'; until: number }
  | { state: 'queued' }
  /** `outsideThread`: it is a reply, and what it replies to is not where it went, or not any more; so it is a message of its own there. */
  | { state: 'sent'; permalink: string | null; outsideThread?: true }
  | { state: 'unknown' }
  | { state: 'failed'; reason: string }
  | { state: 'blocked'; reason: string }
  /** It was never meant for Slack, and there is a reason worth telling, such as "Cy is not on Slack". */
  | { state: 'not_bridged'; reason: 'recipient_not_linked' | 'no_workspace' | 'unlinked_while_queued' | 'read_here' }

export interface ReactionView {
  /** An emoji, or a custom one by its name: `:partyparrot:`. */
  emoji: string
  /** In the order in which they reacted. */
  people: PersonId[]
}

export interface FileView {
  id: FileId
  name: string
  /** What it was found to be, where it could be told; else what it was said to be. */
  mimeType: string
  sizeBytes: number
  /** In pixels, of images that can be shown. */
  width: number | null
  height: number | null
  hasThumbnail: boolean
  /** `fetching`: its bytes are on their way here. */
  state: 'stored' | 'fetching' | 'failed'
  /** Why it failed, in words for people. */
  failure: string | null
}

export interface MessageView {
  id: MessageId
  channelId: ChannelId
  authorId: PersonId
  /** Stands with the message so that one by a person who left, or by a visitor, still reads. */
  authorName: string
  authorKind: 'member' | 'visitor'
  /** Markdown with mention tokens; see message-text.ts. Empty when deleted, and when it is files alone. */
  text: string
  source: 'atrium' | 'slack'
  /** ms since the epoch. */
  createdAt: number
  editedAt: number | null
  deletedAt: number | null
  /** In the order in which they were first given; none on a deleted message. */
  reactions: ReactionView[]
  /** In the order in which they were attached; none on a deleted message. */
  files: FileView[]
  bridge: BridgeState | null
  /** Of a reply: the message that its thread began with, which is in the same channel and no reply itself. */
  threadRootId: MessageId | null
  /** A reply that stands in the channel's own history, too. */
  alsoInChannel: boolean
  /** Of a message that has replies, deleted or not; null without any that stands. */
  thread: ThreadSummary | null
  rev: number
}

/** What is shown under the message that a thread began with. Deleted replies do not count. */
export interface ThreadSummary {
  replies: number
  /** ms since the epoch. */
  lastReplyAt: number
  /** The last to have replied, three at most, the latest first. */
  people: PersonId[]
}

/** A message that a thread began with, as far as its replies have changed it. */
export type ThreadNews = Pick<MessageView, 'id' | 'thread' | 'rev'>

export interface ChannelSummary {
  channel: ChannelView
  /** Of the channel's own history: replies stand in it only when they are also in the channel. */
  lastMessage: MessageView | null
  /** In the channel's own history. */
  unread: number
  readUpTo: MessageId | null
  /** Replies that concern this person and that they have not read; the oldest first. */
  unreadReplies: UnreadReply[]
}
export interface UnreadReply {
  id: MessageId
  threadRootId: MessageId
}
