import { MINUTES_A_DAY, type QuietHours } from './notification-preferences.ts'

/**
 * Whether it is quiet then (ms since the epoch). What the clock on the wall of that time zone shows decides, so that 22:00 to 07:00 is an hour
 * shorter or longer in the night when the clock is changed.
 */
export function isQuietAt(atMs: number, { from, until, timeZone }: QuietHours): boolean {
  const minute = minuteOfDay(atMs, timeZone)
  return from < until ? from <= minute && minute < until : from <= minute || minute < until
}

/** In minutes after midnight. In a time zone that this browser does not know yet, the browser's own clock is read. */
export function minuteOfDay(atMs: number, timeZone: string): number {
  const parts = clockOf(timeZone).formatToParts(atMs)
  const read = (type: 'hour' | 'minute') => Number(parts.find((part) => part.type === type)?.value)
  return read('hour') * 60 + read('minute')
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const digits = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', numberingSystem: 'latn' } as const
  try {
    return new Intl.DateTimeFormat('en-GB', { ...digits, timeZone })
  } catch {
    return new Intl.DateTimeFormat('en-GB', digits)
  }
}

/** For a field of a time: 435 is "07:15". */
export function clockText(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

/** Minutes after midnight; null when it is no time of day. */
export function parseClock(text: string): number | null {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text)
  const minute = Number(match?.[1]) * 60 + Number(match?.[2])
  return match && Number(match[2]) < 60 && minute < MINUTES_A_DAY ? minute : null
}
