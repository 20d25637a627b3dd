import type { RoomId, SpaceId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { RoomView } from '@atrium/shared/space/views.ts'

/** Members: every space of their organization. Visitors: theirs. */
export function maySeeSpace(actor: PersonActor, spaceId: SpaceId): boolean {
  return actor.kind === 'member' || actor.spaceId === spaceId
}

/**
 * How many of those in a room take a place in it. Who hides where they are takes none from whoever does not know that they are there: else a full room would
 * tell. They themselves find it full as it is.
 */
export function countsAgainst({ hidden }: { hidden: boolean }, inside: readonly { hidden: boolean }[]): number {
  return inside.filter((other) => hidden || !other.hidden).length
}

interface Entry {
  /** Where they want to be; null: in no room. */
  room: RoomView | null
  /** Where they are. */
  from: RoomId | null
  /** How many are in it, themselves not counted. */
  others: number
  /** The one room that they may be in; null: any. */
  confinedTo: RoomId | null
  /** Somebody inside has let them in. */
  isAdmitted?: boolean
}

export type Refusal = 'not_allowed' | 'room_locked' | 'room_full'

/** Why somebody may not go there; null when they may. Who is in a room already may stay, locked or full. */
export function refusalOf({ room, from, others, confinedTo, isAdmitted = false }: Entry): Refusal | null {
  if (confinedTo !== null && room?.id !== confinedTo) return 'not_allowed'
  if (!room || room.id === from) return null
  if (room.locked && !isAdmitted) return 'room_locked'
  return room.capacity !== null && others >= room.capacity ? 'room_full' : null
}
