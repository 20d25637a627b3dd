import { expect, it } from 'vitest'
import { newId, type PersonId, type SpaceId } from '@atrium/shared/ids.ts'
import { encodeGone, POSITIONS, positionsLength, putPosition, SIGHT } from '@atrium/shared/realtime/presence-frames.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import { createPositions } from './positions.ts'

function frame(kind: number, ...positions: [slot: number, x: number, y: number][]): Uint8Array {
  const bytes = new Uint8Array(positionsLength(positions.length))
  bytes[0] = kind
  positions.forEach(([slot, x, y], index) => putPosition(bytes, index, { slot, x, y }))
  return bytes
}

/** Written elsewhere than where they are: only frames are believed. */
function at(slot: number): PresenceView {
  const person = { id: newId<PersonId>(), kind: 'member' as const, name: 'Ada', hue: 1, avatarUrl: null }
  const status = { status: 'available' as const, statusText: '', statusEmoji: null, statusUntil: null }
  return {
    person,
    spaceId: newId<SpaceId>(),
    roomId: null,
    slot,
    ...status,
    following: null,
    groupId: null,
    hidden: false,
    x: 9,
    y: 9,
    rev: 1,
  }
}

it('[SP2] nobody is anywhere before they were heard of, and nowhere once they have gone out of sight', () => {
  const positions = createPositions()
  expect(positions.of(at(1), 0)).toBeNull()
  expect(positions.lastOf(at(1))).toBeNull()
  positions.hear(frame(POSITIONS, [1, 100, 50]), 0)
  expect(positions.lastOf(at(1))).toMatchObject({ x: 100, y: 50 })
  positions.hear(encodeGone([1]), 10)
  expect(positions.of(at(1), 1_000)).toBeNull()
})

it('[SP2] a whole sight leaves nobody who is not in it, and whoever comes into it stands there at once', () => {
  const positions = createPositions()
  positions.hear(frame(SIGHT, [1, 100, 50], [2, 200, 50]), 0)
  positions.hear(frame(SIGHT, [2, 210, 50], [3, 300, 50]), 1_000)
  expect(positions.of(at(1), 1_000)).toBeNull()
  expect(positions.of(at(3), 1_000)).toMatchObject({ x: 300, y: 50 })
  expect(positions.of(at(2), 2_000)).toEqual({ x: 210, y: 50, moving: false })
})

it('[SP2] a number that has changed hands within one tick is the second one’s', () => {
  const positions = createPositions()
  positions.hear(frame(SIGHT, [1, 100, 50]), 0)
  positions.hear(encodeGone([1]), 50)
  positions.hear(frame(POSITIONS, [1, 140, 50]), 50)
  expect(positions.of(at(1), 51)).toMatchObject({ x: 140, y: 50 })
})
