const DAY_MS = 86_400_000

/** How long a client sends a mutation again by itself that nobody has answered. The server knows it for longer: see `server/app/retention.ts`. */
export const REPEAT_WITHIN_MS = 30 * DAY_MS

/** Both by the client's own clock, in ms since the epoch. */
export function mayRepeat(createdAtMs: number, nowMs: number): boolean {
  return nowMs - createdAtMs < REPEAT_WITHIN_MS
}
