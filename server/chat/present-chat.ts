import type { Selectable } from 'kysely'
import type { Channel, Message } from '@atrium/db/schema.generated.ts'
import type { BridgeState, ChannelView, FileView, MessageView, ReactionView, ThreadSummary } from '@atrium/shared/chat/views.ts'
import type { ChannelId, MessageId, PersonId, RoomId, SpaceId } from '@atrium/shared/ids.ts'

export type ChannelRow = Pick<Selectable<Channel>, 'id' | 'kind' | 'space_id' | 'room_id' | 'person_low' | 'person_high' | 'people'>

export function presentChannel(row: ChannelRow): ChannelView {
  const id = row.id as ChannelId
  if (row.kind === 'mention') return { id, kind: 'mention', people: [row.person_low as PersonId, row.person_high as PersonId] }
  const spaceId = row.space_id as SpaceId
  if (row.kind === 'nearby') return { id, kind: 'nearby', spaceId, people: row.people as PersonId[] }
  return row.room_id ? { id, kind: 'room', spaceId, roomId: row.room_id as RoomId } : { id, kind: 'space', spaceId }
}

export type MessageRow = Omit<Selectable<Message>, 'organization_id'> & { reactions: ReactionView[]; files: FileView[] }

export function presentMessage(row: MessageRow): MessageView {
  return {
    id: row.id as MessageId,
    channelId: row.channel_id as ChannelId,
    authorId: row.author_id as PersonId,
    authorName: row.author_name,
    authorKind: row.author_kind as 'member' | 'visitor',
    text: row.text,
    source: row.source as 'atrium' | 'slack',
    createdAt: row.created_at.getTime(),
    editedAt: row.edited_at?.getTime() ?? null,
    deletedAt: row.deleted_at?.getTime() ?? null,
    reactions: row.reactions,
    files: row.files,
    bridge: row.bridge as BridgeState | null,
    threadRootId: row.thread_root_id as MessageId | null,
    alsoInChannel: row.also_in_channel,
    thread: row.thread as ThreadSummary | null,
    rev: row.rev,
  }
}
