import type { Status } from '@atrium/shared/space/views.ts'

/**
 * Whether somebody is away from now on: none of their tabs was touched for as long as the organization says. A tab in the background
 * alone means nothing, and busy and do not disturb stay.
 */
export function isAwayNow(
  status: Status | undefined,
  { nowMs, lastInputMs, awayMinutes }: { nowMs: number; lastInputMs: number; awayMinutes: number },
): boolean {
  return status === 'available' && nowMs - lastInputMs >= awayMinutes * 60_000
}
