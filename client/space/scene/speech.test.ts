import { expect, it } from 'vitest'
import type { ChannelId, PersonId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import { FADE_MS, isSpoken, shownAt, speechMs } from './speech.rules.ts'

it('a longer text stands longer, within bounds', () => {
  expect(speechMs('hi')).toBeLessThan(speechMs('a sentence that takes a while to read'))
  expect(speechMs('x'.repeat(4_000))).toBeLessThanOrEqual(9_000)
})

it('comes and goes softly, and is over', () => {
  const said = { fromMs: 1_000, untilMs: 5_000 }
  expect(shownAt(said, 1_000)).toBe(0)
  expect(shownAt(said, 1_000 + FADE_MS / 2)).toBe(0.5)
  expect(shownAt(said, 3_000)).toBe(1)
  expect(shownAt(said, 5_000 + FADE_MS / 2)).toBe(0.5)
  expect(shownAt(said, 5_000 + FADE_MS)).toBeNull()
})

it('[CH3] what is written in the space and its rooms is said aloud, what two people write to each other never', () => {
  const [id, space] = ['c' as ChannelId, 's' as SpaceId]
  const fresh = { rev: 1, deletedAt: null }
  expect(isSpoken(fresh, { id, kind: 'space', spaceId: space }, space)).toBe(true)
  expect(isSpoken(fresh, { id, kind: 'room', spaceId: space, roomId: 'r' as RoomId }, space)).toBe(true)
  expect(isSpoken(fresh, { id, kind: 'mention', people: ['a' as PersonId, 'b' as PersonId] }, space)).toBe(false)
  expect(isSpoken(fresh, undefined, space)).toBe(false)
  expect(isSpoken(fresh, { id, kind: 'space', spaceId: 'other' as SpaceId }, space)).toBe(false)
  expect(isSpoken({ rev: 2, deletedAt: null }, { id, kind: 'space', spaceId: space }, space)).toBe(false)
})
