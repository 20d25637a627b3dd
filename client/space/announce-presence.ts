import { onCleanup } from 'solid-js'
import type { PersonId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import type { Feed } from '../realtime/feed.tsx'
import type { Announce } from '../ui/announcer.tsx'

interface Announced {
  feed: Feed
  spaceId: () => SpaceId | null
  me: () => PersonId
  announce: Announce
}

/** Tells screen readers who comes into the space one is in, who leaves it, and who walks into one's room (SP9). */
export function createPresenceAnnouncer(parts: Announced): void {
  const { feed, announce } = parts
  const known = new Map<PersonId, { name: string; roomId: RoomId | null }>()
  const roomName = (roomId: RoomId | null) => {
    const space = feed.state.spaces[parts.spaceId() ?? ('' as SpaceId)]
    return space?.rooms.find((room) => room.id === roomId)?.name
  }
  let of: SpaceId | null = null
  const learn = () => {
    of = parts.spaceId()
    known.clear()
    if (of !== null) for (const { person, roomId } of feed.presentIn(of)) known.set(person.id, { name: person.name, roomId })
  }
  const stop = feed.onChange((change) => {
    if (of !== parts.spaceId()) learn()
    if (change.kind === 'space.presenceLeft' && change.payload.spaceId === of) {
      const left = known.get(change.payload.personId)
      // Who hides from the others is told anew to who is in the same room.
      if (feed.state.presence[change.payload.personId]?.spaceId === of) return
      if (left && known.delete(change.payload.personId) && change.payload.personId !== parts.me()) announce(`${left.name} left.`)
    }
    if (change.kind !== 'space.presenceChanged' || change.payload.presence.spaceId !== of) return
    const { person, roomId } = change.payload.presence
    const before = known.get(person.id)
    known.set(person.id, { name: person.name, roomId })
    if (person.id === parts.me()) {
      if (before && before.roomId !== roomId)
        announce(roomId ? `You are in ${roomName(roomId) ?? 'a room'}.` : 'You are on the open floor.')
      return
    }
    const mine = feed.state.presence[parts.me()]?.roomId ?? null
    if (!before) announce(`${person.name} came in.`)
    else if (before.roomId !== roomId && roomId !== null && roomId === mine)
      announce(`${person.name} came into ${roomName(roomId) ?? 'your room'}.`)
  })
  onCleanup(stop)
}
