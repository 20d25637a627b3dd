import { describe, expect, it } from 'vitest'
import type { PersonId, SpaceId } from '@atrium/shared/ids.ts'
import { emptyState } from '@atrium/shared/realtime/apply-change.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import { takeSnapshot } from './take-snapshot.ts'

const [one, two] = ['space-1' as SpaceId, 'space-2' as SpaceId]
const aPresence = (id: string, spaceId: SpaceId): PresenceView => ({
  person: { id: id as PersonId, kind: 'member', name: id, avatarUrl: null, hue: 1 },
  spaceId,
  roomId: null,
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

describe('a snapshot', () => {
  it('[SP2] leaves nobody in a space who is not in it, and nobody elsewhere alone', () => {
    const state = emptyState()
    takeSnapshot(state, { presence: { spaceId: one, present: [aPresence('ada', one), aPresence('ben', one)] } })
    takeSnapshot(state, { presence: { spaceId: two, present: [aPresence('cy', two)] } })
    takeSnapshot(state, { presence: { spaceId: one, present: [aPresence('ben', one)] } })
    expect(Object.keys(state.presence).sort()).toEqual(['ben', 'cy'])
  })
  it('keeps the identity of what stays, so that only what differs is drawn anew', () => {
    const state = emptyState()
    const space = {
      id: one,
      name: 'Harbor',
      position: 0,
      map: { width: 1, height: 1, spawn: { x: 0, y: 0 }, walls: [], doors: [], furniture: [], portals: [] },
      rooms: [],
      rev: 1,
    }
    takeSnapshot(state, { spaces: [space] })
    const known = state.spaces[one]
    takeSnapshot(state, { spaces: [{ ...space, name: 'Pier', rev: 2 }] })
    expect(state.spaces[one]).toBe(known)
    expect(known?.name).toBe('Pier')
    takeSnapshot(state, { spaces: [] })
    expect(state.spaces).toEqual({})
  })
})
