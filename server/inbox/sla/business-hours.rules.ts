import type { BusinessHours } from '@atrium/shared/inbox/sla.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** What is not over by then is never over: hours without an open day. */
const HORIZON_MS = 3 * 366 * DAY_MS

/**
 * It is business time whenever the clock on the wall shows an opening hour of a day that is no holiday. So a day on which the clock is changed
 * has an hour more or less of it where that hour lies within the opening hours, and an hour that is shown twice counts twice.
 * @param hours null: around the clock
 * @returns how much of it lies between the two, in ms; 0 when `toMs` is not after `fromMs`
 */
export function businessMsBetween(hours: BusinessHours | null, fromMs: number, toMs: number): number {
  if (toMs <= fromMs) return 0
  if (hours === null) return toMs - fromMs
  let sum = 0
  for (const { startMs, endMs } of openings(hours, fromMs, toMs)) sum += endMs - startMs
  return sum
}

/** @returns when so much business time has passed since then; null when it never will. Nothing has passed at once. */
export function addBusinessMs(hours: BusinessHours | null, fromMs: number, ms: number): number | null {
  if (ms <= 0) return fromMs
  if (hours === null) return fromMs + ms
  let left = ms
  for (const { startMs, endMs } of openings(hours, fromMs, fromMs + HORIZON_MS)) {
    if (left <= endMs - startMs) return startMs + left
    left -= endMs - startMs
  }
  return null
}

interface Opening {
  startMs: number
  endMs: number
}

/** One after the other, cut at both ends. Between two changes of the clock, local time is a sum. */
function* openings(hours: BusinessHours, fromMs: number, toMs: number): Generator<Opening> {
  const holidays = new Set(hours.holidays)
  let atMs = fromMs
  while (atMs < toMs) {
    const { offsetMs, untilMs } = offsetAt(hours.timeZone, atMs)
    const stopMs = Math.min(untilMs, toMs)
    for (let day = Math.floor((atMs + offsetMs) / DAY_MS); day * DAY_MS - offsetMs < stopMs; day++) {
      const open = hours.days[weekdayOf(day)]
      if (!open || holidays.has(dateOf(day))) continue
      const midnightMs = day * DAY_MS - offsetMs
      const startMs = Math.max(atMs, midnightMs + open.from * MINUTE_MS)
      const endMs = Math.min(stopMs, midnightMs + open.until * MINUTE_MS)
      if (startMs < endMs) yield { startMs, endMs }
    }
    atMs = stopMs
  }
}

/** Monday is 0. The first day of 1970 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}

function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

interface Offset {
  fromMs: number
  /** When the clock is changed next. */
  untilMs: number
  offsetMs: number
}

/** What was looked up last of each zone: looking it up takes longer than all the sums. */
const known = new Map<string, Offset>()

function offsetAt(timeZone: string, atMs: number): Offset {
  const last = known.get(timeZone)
  if (last && last.fromMs <= atMs && atMs < last.untilMs) return last
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone)
  const next = local.getTimeZoneTransition('next')
  const offset = { fromMs: atMs, untilMs: next?.epochMilliseconds ?? Infinity, offsetMs: local.offsetNanoseconds / 1e6 }
  known.set(timeZone, offset)
  return offset
}
