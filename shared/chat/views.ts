import type { ChannelId, FileId, MessageId, PersonId, RoomId, SpaceId } from '../ids.ts'

export type ChannelView =
  | { id: ChannelId; kind: 'space'; spaceId: SpaceId }
  | { id: ChannelId; kind: 'room'; spaceId: SpaceId; roomId: RoomId }
  /** The private chat between exactly two people; `people` is sorted. */
  | { id: ChannelId; kind: 'mention'; people: [PersonId, PersonId] }

/** Where a bridged message is: shown beside it (CH7). */
export type BridgeState =
  /** The recipient is here and may read it in Atrium. It goes to Slack then (ms since the epoch), or as soon as they are gone, unless they have. */
  | { state: 'held'; until: number }
  | { state: 'queued' }
  | { state: 'sent'; permalink: string | null }
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
  rev: number
}
export interface ChannelSummary {
  channel: ChannelView
  lastMessage: MessageView | null
  unread: number
  readUpTo: MessageId | null
}
