import { expect, it } from 'vitest'
import { isAwayNow } from './away.rules.ts'

const after = (minutes: number, awayMinutes = 10) => ({ nowMs: 1_000_000 + minutes * 60_000, lastInputMs: 1_000_000, awayMinutes })

it('[SP3] one is away after as many minutes without input as the organization says, and not before', () => {
  expect(isAwayNow('available', after(9.9))).toBe(false)
  expect(isAwayNow('available', after(10))).toBe(true)
  expect(isAwayNow('available', after(10, 30))).toBe(false)
  expect(isAwayNow('available', after(30, 30))).toBe(true)
})

it('[SP3] who is busy, on do not disturb, away already or in no space is not made away', () => {
  for (const status of ['busy', 'dnd', 'away', undefined] as const) expect(isAwayNow(status, after(600))).toBe(false)
})
