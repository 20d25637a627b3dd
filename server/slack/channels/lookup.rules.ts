import type { SlackFailure } from '../slack-failure.rules.ts'

const FIRST_MS = 1_000
const MOST_MS = 3_600_000

/** How long to wait before Slack is asked again about a channel. Null: it will say the same. */
export function pauseAfterLookup(failure: SlackFailure, failures: number): number | null {
  if (failure.kind === 'rate_limited') return failure.retryAfterMs
  // Gone, or a private one that the bot has left again: its next invitation asks anew.
  if (failure.kind === 'refused' && failure.error === 'channel_not_found') return null
  return Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(failures, 20))
}
