import { expect, it } from 'vitest'
import { endOf, statusLine, statusWords } from './status-words.rules.ts'

const noon = new Date(2026, 2, 9, 12, 0).getTime()

it('[SP3] says emoji and words, either or both, and until when', () => {
  expect(statusWords({ statusEmoji: '🍕', statusText: 'lunch' })).toBe('🍕 lunch')
  expect(statusWords({ statusEmoji: null, statusText: ' lunch ' })).toBe('lunch')
  expect(statusWords({ statusEmoji: '🍕', statusText: '' })).toBe('🍕')
  expect(statusLine({ statusEmoji: null, statusText: 'lunch', statusUntil: null }, noon)).toBe('lunch')
  const until = new Date(2026, 2, 9, 13, 5).getTime()
  expect(statusLine({ statusEmoji: null, statusText: 'lunch', statusUntil: until }, noon)).toMatch(/^lunch until .*0?1:05/)
  const tomorrow = until + 24 * 60 * 60_000
  expect(statusLine({ statusEmoji: null, statusText: '', statusUntil: tomorrow }, noon)).toMatch(/^until \S+ .*0?1:05/)
})

it('[SP3] ends after as long as was chosen, at midnight, or not by itself', () => {
  expect(endOf('30', noon)).toBe(noon + 30 * 60_000)
  expect(endOf('today', noon)).toBe(new Date(2026, 2, 10).getTime())
  expect(endOf('always', noon)).toBeNull()
})
