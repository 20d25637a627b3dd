import { expect, it } from 'vitest'
import { mayRepeat, REPEAT_WITHIN_MS } from './repeat-window.ts'

it('[SP11] a mutation is sent again for 30 days, and then not any more', () => {
  const createdAtMs = Date.UTC(2026, 0, 1)
  expect(REPEAT_WITHIN_MS).toBe(30 * 86_400_000)
  expect(mayRepeat(createdAtMs, createdAtMs)).toBe(true)
  expect(mayRepeat(createdAtMs, createdAtMs + REPEAT_WITHIN_MS - 1)).toBe(true)
  expect(mayRepeat(createdAtMs, createdAtMs + REPEAT_WITHIN_MS)).toBe(false)
})
