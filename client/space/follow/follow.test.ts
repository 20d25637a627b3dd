import { describe, expect, it } from 'vitest'
import { newId, type PersonId, type RoomId, type SpaceId } from '@atrium/shared/ids.ts'
import type { PresenceView, RoomView, SpaceView } from '@atrium/shared/space/views.ts'
import { followStep, mayComeAlong } from './follow.rules.ts'

describe('the next step of a follower', () => {
  it('[SP7] is to a place beside whom they follow, coming from where they are', () => {
    expect(followStep({ me: { x: 0, y: 0 }, them: { x: 200, y: 0 }, goal: null })).toEqual({ do: 'walk', to: { x: 156, y: 0 } })
  })
  it('[SP7] is none when they have caught up', () => {
    expect(followStep({ me: { x: 160, y: 0 }, them: { x: 200, y: 0 }, goal: null })).toEqual({ do: 'stay' })
  })
  it('[SP7] goes on while the other stands, and turns when they have gone elsewhere', () => {
    const [me, goal] = [
      { x: 0, y: 0 },
      { x: 156, y: 0 },
    ]
    expect(followStep({ me, them: { x: 200, y: 0 }, goal })).toEqual({ do: 'keep' })
    expect(followStep({ me, them: { x: 200, y: 90 }, goal }).do).toBe('walk')
  })
})

describe('a room that whoever is followed has gone into', () => {
  const spaceId = newId<SpaceId>()
  const library: RoomView = {
    ...{ id: newId<RoomId>(), spaceId, name: 'Library', x: 0, y: 0, width: 100, height: 100 },
    ...{ capacity: 2, floor: 'plain' as const, locked: false },
  }
  const spaceWith = (room: RoomView): SpaceView => ({
    ...{ id: spaceId, name: 'Office', position: 0, rooms: [room], rev: 1 },
    map: { width: 500, height: 500, spawn: { x: 0, y: 0 }, walls: [], doors: [], furniture: [], portals: [] },
  })
  const standing = (roomId: RoomId | null): PresenceView => ({
    ...{ person: { id: newId<PersonId>(), kind: 'member', name: 'Ada', avatarUrl: null, hue: 1 }, spaceId, roomId, slot: 1 },
    ...{
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
    },
  })
  const [own, them, other] = [standing(null), standing(library.id), standing(library.id)]

  it('[SP7] is entered with them, unless it is locked or full', () => {
    expect(mayComeAlong(spaceWith(library), [own, them], { own, them })).toBe(true)
    expect(mayComeAlong(spaceWith({ ...library, locked: true }), [own, them], { own, them })).toBe(false)
    expect(mayComeAlong(spaceWith(library), [own, them, other], { own, them })).toBe(false)
  })
  it('[SP7] is no matter to somebody who is in it', () => {
    const inside = standing(library.id)
    const space = spaceWith({ ...library, locked: true })
    expect(mayComeAlong(space, [inside, them, other], { own: inside, them })).toBe(true)
  })
})
