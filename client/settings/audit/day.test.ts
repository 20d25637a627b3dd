import { expect, it } from 'vitest'
import { dayStartMs } from './day.rules.ts'

it('[ID5] reads the days of a filter where the reader is, the last one as a whole', () => {
  expect(dayStartMs('2026-01-31')).toBe(new Date(2026, 0, 31).getTime())
  expect(dayStartMs('2026-01-31', 1)).toBe(new Date(2026, 1, 1).getTime())
  expect([dayStartMs(''), dayStartMs('2026-01')]).toEqual([undefined, undefined])
})
