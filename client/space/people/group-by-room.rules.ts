import type { PersonId, RoomId } from '@atrium/shared/ids.ts'
import type { PresenceView, RoomView, SpaceView } from '@atrium/shared/space/views.ts'

export interface RoomGroup {
  /** Null: outside every room. */
  room: RoomView | null
  people: PresenceView[]
}

/** Every room with who is in it, the own one first, then by name; last the open floor. People by name, oneself first. */
export function groupByRoom(space: SpaceView, present: readonly PresenceView[], me: PersonId): RoomGroup[] {
  const mine = present.find((presence) => presence.person.id === me)?.roomId ?? null
  const inRoom = (roomId: RoomId | null) =>
    present
      .filter((presence) => presence.roomId === roomId)
      .sort(
        (one, other) => Number(other.person.id === me) - Number(one.person.id === me) || one.person.name.localeCompare(other.person.name),
      )
  const rooms = [...space.rooms].sort(
    (one, other) => Number(other.id === mine) - Number(one.id === mine) || one.name.localeCompare(other.name),
  )
  return [...rooms.map((room) => ({ room, people: inRoom(room.id) })), { room: null, people: inRoom(null) }]
}
