import type { Selectable } from 'kysely'
import type { Presence, Room, Space } from '@atrium/db/schema.generated.ts'
import type { GroupId, MemberId, PersonId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import type { PresenceView, RoomFloor, RoomView, SpaceMap, SpaceMemberView, SpaceView, Status } from '@atrium/shared/space/views.ts'

export type RoomRow = Omit<Selectable<Room>, 'organization_id' | 'removed_at'>

export function presentRoom(row: RoomRow): RoomView {
  return {
    id: row.id as RoomId,
    spaceId: row.space_id as SpaceId,
    name: row.name,
    capacity: row.capacity,
    floor: row.floor as RoomFloor,
    locked: row.locked,
    x: row.x,
    y: row.y,
    width: row.width,
    height: row.height,
  }
}

export type SpaceRow = Pick<Selectable<Space>, 'id' | 'name' | 'position' | 'map' | 'rev'>

export function presentSpace(row: SpaceRow, rooms: RoomRow[]): SpaceView {
  return {
    id: row.id as SpaceId,
    name: row.name,
    position: row.position,
    map: row.map as unknown as SpaceMap,
    rooms: rooms.map(presentRoom),
    rev: row.rev,
  }
}

/** With what is shown of the person. */
export type PresenceRow = Omit<Selectable<Presence>, 'organization_id' | 'entered_at' | 'seen_at'> & {
  person_name: string
  person_avatar_url: string | null
  person_hue: number
  /** They hide where they are. */
  hidden: boolean
}

export function presentPresence(row: PresenceRow): PresenceView {
  return {
    person: {
      id: row.person_id as PersonId,
      kind: row.person_kind as 'member' | 'visitor',
      name: row.person_name,
      avatarUrl: row.person_avatar_url,
      hue: row.person_hue,
    },
    spaceId: row.space_id as SpaceId,
    roomId: row.room_id as RoomId | null,
    slot: row.slot,
    status: row.status as Status,
    statusText: row.status_text,
    statusEmoji: row.status_emoji,
    statusUntil: row.status_until?.getTime() ?? null,
    following: row.following_id as PersonId | null,
    groupId: row.group_id as GroupId | null,
    hidden: row.hidden,
    x: row.x,
    y: row.y,
    rev: row.rev,
  }
}

/** What decides who sees whom. */
export function standingOf({ person, spaceId, roomId, hidden }: PresenceView) {
  return { personId: person.id, spaceId, roomId, hidden }
}

export function presentSpaceMember(row: { member_id: string; role: string }): SpaceMemberView {
  return { memberId: row.member_id as MemberId, role: row.role as SpaceMemberView['role'] }
}
