import type { ChannelId, RoomId, SpaceId } from '../ids.ts'
import type { ChannelView } from './views.ts'

/** The chat of a whole space: begins with the space and has its id. */
export function spaceChannelOf(spaceId: SpaceId): ChannelView {
  return { id: spaceId as string as ChannelId, kind: 'space', spaceId }
}

/** The chat of a room: begins with the room and has its id. */
export function roomChannelOf(spaceId: SpaceId, roomId: RoomId): ChannelView {
  return { id: roomId as string as ChannelId, kind: 'room', spaceId, roomId }
}
