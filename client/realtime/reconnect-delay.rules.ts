const FIRST_MS = 250
/** Within the first minute of a cut nobody waits longer: back within 2 s (SP11). */
const SOON_MS = 1_500
const LATER_MS = 15_000
const SOON_ATTEMPTS = 60

/**
 * How long to wait before attempt `attempt` (from 0), in ms: full jitter, so that a thousand clients of a restarted
 * server come back spread out.
 * @param random 0 up to 1
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function reconnectDelayMs(attempt: number, random: number): number {
  const cap = attempt < SOON_ATTEMPTS ? SOON_MS : LATER_MS
  return Math.round(Math.min(cap, FIRST_MS * 2 ** Math.min(attempt, 10)) * random)
}
