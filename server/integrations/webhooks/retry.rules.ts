const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000]

/** How long after each try that failed comes the next: about three days together. After the last one the endpoint is given up. */
export const RETRY_MS: readonly number[] = [
  ...[5 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR],
  ...[10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
]
const LONGEST_WAIT_MS = 24 * HOUR

/** When to try again after `attempts` tries, with what the receiver asked for; null: no more. */
export function nextTryMs(attempts: number, { retryAfterS, plan }: { retryAfterS: number | null; plan: readonly number[] }): number | null {
  const planned = plan[attempts - 1]
  if (planned === undefined) return null
  return Math.max(planned, Math.min(LONGEST_WAIT_MS, (retryAfterS ?? 0) * SECOND))
}
