import { describe, expect, it } from 'vitest'
import type { PersonId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import type { PresenceView, RoomView, SpaceView } from '@atrium/shared/space/views.ts'
import { groupByRoom } from './group-by-room.rules.ts'

const spaceId = 'space' as SpaceId
const aRoom = (name: string): RoomView => ({
  id: name as RoomId,
  spaceId,
  name,
  capacity: null,
  floor: 'plain',
  locked: false,
  x: 0,
  y: 0,
  width: 1,
  height: 1,
})
const space: SpaceView = {
  id: spaceId,
  name: 'Harbor',
  position: 0,
  rooms: [aRoom('Library'), aRoom('Kitchen')],
  rev: 1,
  map: { width: 1, height: 1, spawn: { x: 0, y: 0 }, walls: [], doors: [], furniture: [], portals: [] },
}
const inRoom = (name: string, room: string | null): PresenceView => ({
  person: { id: name as PersonId, kind: 'member', name, avatarUrl: null, hue: 1 },
  spaceId,
  roomId: room as RoomId | null,
  slot: 1,
  status: 'available',
  statusText: '',
  statusEmoji: null,
  statusUntil: null,
  following: null,
  groupId: null,
  hidden: false,
  x: 0,
  y: 0,
  rev: 1,
})

describe('[SP9] the list instead of the map', () => {
  it('shows every room, the own one first, and the open floor last', () => {
    const groups = groupByRoom(space, [inRoom('zoe', 'Library'), inRoom('ben', null), inRoom('ada', 'Library')], 'zoe' as PersonId)
    expect(groups.map((group) => [group.room?.name ?? null, group.people.map((presence) => presence.person.name)])).toEqual([
      ['Library', ['zoe', 'ada']],
      ['Kitchen', []],
      [null, ['ben']],
    ])
  })
})
