import { describe, expect, it } from 'vitest'
import { timeAgo } from './relative-time.rules.ts'

describe('how long ago', () => {
  const now = Date.UTC(2026, 5, 15, 12)
  it('grows coarser with time', () => {
    expect(timeAgo(now - 59_000, now)).toBe('now')
    expect(timeAgo(now - 5 * 60_000, now)).toBe('5 min')
    expect(timeAgo(now - 3 * 3_600_000, now)).toBe('3 h')
    expect(timeAgo(now - 2 * 86_400_000, now)).toBe('2 d')
  })
  it('is never in the future', () => expect(timeAgo(now + 4_000, now)).toBe('now'))
  it('names the year only when it is another', () => {
    expect(timeAgo(now - 30 * 86_400_000, now)).not.toContain('2026')
    expect(timeAgo(now - 400 * 86_400_000, now)).toContain('2025')
  })
})
