import type { PersonId, RoomId, SpaceId } from '../ids.ts'

interface Standing {
  personId: PersonId
  spaceId: SpaceId
  roomId: RoomId | null
  hidden: boolean
}

/** Whether somebody may know where another one is: everybody, unless they hide it; then only who is in the same room, and they themselves. */
export function seesPosition(viewer: Omit<Standing, 'hidden'> | null, { personId, spaceId, roomId, hidden }: Standing): boolean {
  if (!hidden || viewer?.personId === personId) return true
  return roomId !== null && viewer?.spaceId === spaceId && viewer.roomId === roomId
}
