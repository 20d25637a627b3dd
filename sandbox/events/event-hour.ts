const MINUTE_MS = 60_000
const HOUR_MINUTES = 60

/** Counts of the last sixty minutes, a bucket each. */
export interface EventHour {
  buckets: { minute: number; all: number; failed: number }[]
  /** The last minute in which the app was told that it is limited. */
  toldMinute?: number
}

const recent = (hour: EventHour, minute: number): EventHour['buckets'] => hour.buckets.filter((one) => one.minute > minute - HOUR_MINUTES)

export const minuteOf = (atMs: number): number => Math.floor(atMs / MINUTE_MS)

/** Counts one more, and forgets what is older than an hour. */
export function countInHour(hour: EventHour, atMs: number, isFailed = false): void {
  const minute = minuteOf(atMs)
  const last = hour.buckets.at(-1)
  const bucket = last?.minute === minute ? last : { minute, all: 0, failed: 0 }
  if (bucket !== last) hour.buckets = [...recent(hour, minute), bucket]
  bucket.all += 1
  bucket.failed += isFailed ? 1 : 0
}

export function totalsOf(hour: EventHour, atMs: number): { all: number; failed: number } {
  const sum = { all: 0, failed: 0 }
  for (const { all, failed } of recent(hour, minuteOf(atMs))) {
    sum.all += all
    sum.failed += failed
  }
  return sum
}
