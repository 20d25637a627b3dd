import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { QuietHours } from './notification-preferences.ts'
import { clockText, isQuietAt, minuteOfDay, parseClock } from './quiet-hours.rules.ts'

const MINUTE_MS = 60_000
const STEP_MS = 15 * MINUTE_MS
const at = (text: string) => Date.parse(text)
const night = (timeZone: string): QuietHours => ({ from: 22 * 60, until: 7 * 60, timeZone })

/** 22:00 to 07:00, as UTC: the first quiet minute, and the first that is not. */
const NIGHTS: { zone: string; about: string; begins: string; ends: string; hours: number }[] = [
  { zone: 'Europe/Berlin', about: 'an ordinary night', begins: '2026-01-14T21:00Z', ends: '2026-01-15T06:00Z', hours: 9 },
  { zone: 'Europe/Berlin', about: 'the clock goes forward', begins: '2026-03-28T21:00Z', ends: '2026-03-29T05:00Z', hours: 8 },
  { zone: 'Europe/Berlin', about: 'the clock goes back', begins: '2026-10-24T20:00Z', ends: '2026-10-25T06:00Z', hours: 10 },
  { zone: 'America/New_York', about: 'the clock goes forward', begins: '2026-03-08T03:00Z', ends: '2026-03-08T11:00Z', hours: 8 },
  { zone: 'America/New_York', about: 'the clock goes back', begins: '2026-11-01T02:00Z', ends: '2026-11-01T12:00Z', hours: 10 },
  { zone: 'America/Santiago', about: 'the clock goes back at midnight', begins: '2026-04-05T01:00Z', ends: '2026-04-05T11:00Z', hours: 10 },
  { zone: 'Australia/Lord_Howe', about: 'half an hour back', begins: '2026-04-04T11:00Z', ends: '2026-04-04T20:30Z', hours: 9.5 },
  { zone: 'Australia/Lord_Howe', about: 'half an hour forward', begins: '2026-10-03T11:30Z', ends: '2026-10-03T20:00Z', hours: 8.5 },
  { zone: 'Asia/Tokyo', about: 'no change in the year', begins: '2026-07-01T13:00Z', ends: '2026-07-01T22:00Z', hours: 9 },
  { zone: 'Asia/Kathmandu', about: 'a quarter of an hour off', begins: '2026-07-01T16:15Z', ends: '2026-07-02T01:15Z', hours: 9 },
]

describe('[CH6] quiet hours', () => {
  it.each(NIGHTS)('from 22:00 to 07:00 in $zone, $about: $hours hours', ({ zone, begins, ends, hours }) => {
    const isQuiet = (ms: number) => isQuietAt(ms, night(zone))
    const edges = [at(begins) - MINUTE_MS, at(begins), at(ends) - MINUTE_MS, at(ends)]
    expect(edges.map(isQuiet)).toEqual([false, true, true, false])
    let quietHours = 0
    for (let ms = at(begins) - 12 * STEP_MS; ms < at(ends) + 12 * STEP_MS; ms += STEP_MS) if (isQuiet(ms)) quietHours += STEP_MS / 3_600_000
    expect(quietHours).toBe(hours)
  })

  it('within one day end before they begin again', () => {
    const lunch: QuietHours = { from: 12 * 60, until: 13 * 60, timeZone: 'Europe/Berlin' }
    expect(['10:59', '11:00', '11:59', '12:00', '23:00'].map((utc) => isQuietAt(at(`2026-01-15T${utc}Z`), lunch))).toEqual([
      ...[false, true, true, false, false],
    ])
  })

  it('that would end in an hour which the clock leaves out end when it has gone forward', () => {
    const early: QuietHours = { from: 22 * 60, until: 2 * 60 + 30, timeZone: 'Europe/Berlin' }
    expect(isQuietAt(at('2026-03-29T00:59Z'), early)).toBe(true)
    expect(isQuietAt(at('2026-03-29T01:00Z'), early)).toBe(false)
  })

  it('and the rest of the day are one or the other at every moment, in every time zone', () => {
    const minute = fc.integer({ min: 0, max: 1439 })
    const zone = fc.constantFrom(...NIGHTS.map((row) => row.zone), 'UTC', 'Pacific/Apia', 'America/St_Johns', 'Africa/Casablanca')
    const moment = fc.integer({ min: at('2025-01-01T00:00Z'), max: at('2029-01-01T00:00Z') })
    fc.assert(
      fc.property(minute, minute, zone, moment, (from, until, timeZone, ms) => {
        fc.pre(from !== until)
        const quiet = isQuietAt(ms, { from, until, timeZone })
        expect(isQuietAt(ms, { from: until, until: from, timeZone })).toBe(!quiet)
        // They begin at that very minute of the clock, and end at that one.
        const shown = minuteOfDay(ms, timeZone)
        expect(isQuietAt(ms, { from: shown, until: (shown + 1) % 1440, timeZone })).toBe(true)
        expect(isQuietAt(ms, { from: (shown + 1) % 1440, until: shown, timeZone })).toBe(false)
      }),
    )
  })

  it('in a time zone that the browser has never heard of follow its own clock', () => {
    const local = Intl.DateTimeFormat().resolvedOptions().timeZone
    const ms = at('2026-05-05T12:34Z')
    expect(minuteOfDay(ms, 'Europe/Atlantis')).toBe(minuteOfDay(ms, local))
  })
})

it('[CH6] a time of day reads as a clock shows it, and back', () => {
  expect([0, 435, 1439].map(clockText)).toEqual(['00:00', '07:15', '23:59'])
  expect(['00:00', '07:15', '23:59'].map(parseClock)).toEqual([0, 435, 1439])
  expect(['', '24:00', '7:60', 'noon'].map(parseClock)).toEqual([null, null, null, null])
})
