import { expect, it } from 'vitest'
import type { SlackFailure } from '../slack-failure.rules.ts'
import { pauseAfterLookup } from './lookup.rules.ts'

it('[SL8] a channel is asked about after as long as Slack wants, less and less often where it fails, and not at all once it is not there', () => {
  expect(pauseAfterLookup({ kind: 'rate_limited', error: 'ratelimited', retryAfterMs: 45_000 }, 3)).toBe(45_000)
  expect(pauseAfterLookup({ kind: 'refused', error: 'channel_not_found' }, 0)).toBeNull()
  const failures: SlackFailure[] = [
    { kind: 'uncertain', error: 'http_500' },
    { kind: 'refused', error: 'access_denied' },
    { kind: 'missing_scope', error: 'missing_scope', needed: ['channels:read'], provided: [] },
  ]
  for (const failure of failures) {
    const pauses = [0, 1, 5, 40].map((times) => pauseAfterLookup(failure, times))
    expect(pauses).toEqual([1_000, 2_000, 32_000, 3_600_000])
  }
})
