/** After so many failures a person has to look. Together they span about ten minutes. */
export const ATTEMPTS_BEFORE_DEAD = 10

const WAIT_FOR_ANOTHER_MS = 500
const FIRST_MS = 1_000
const MOST_MS = 120_000

/** 0: nothing has failed, something else has to come first. */
export function retryAfterMs(attempts: number): number {
  return attempts === 0 ? WAIT_FOR_ANOTHER_MS : Math.min(MOST_MS, FIRST_MS * 2 ** (attempts - 1))
}
