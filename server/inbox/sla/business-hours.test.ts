import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BusinessHours } from '@atrium/shared/inbox/sla.ts'
import { addBusinessMs, businessMsBetween } from './business-hours.rules.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Changes of an hour, of half an hour, at midnight, on the southern side, none at all, and one that skipped a day. */
const ZONES = [
  ...['Europe/Berlin', 'America/New_York', 'America/St_Johns', 'Australia/Lord_Howe', 'Australia/Sydney', 'Asia/Kolkata', 'Asia/Kathmandu'],
  ...['America/Santiago', 'Africa/Casablanca', 'Pacific/Apia', 'Asia/Beirut', 'America/Sao_Paulo', 'UTC', 'Pacific/Chatham', 'Asia/Tokyo'],
  ...['Europe/London', 'America/Havana', 'Africa/Cairo', 'America/Asuncion', 'Atlantic/Azores'],
]

const office = (timeZone: string, more: Partial<BusinessHours> = {}): BusinessHours => ({
  timeZone,
  days: [...Array.from({ length: 5 }, () => ({ from: 9 * 60, until: 17 * 60 })), null, null],
  holidays: [],
  ...more,
})
const at = (text: string) => Date.parse(text)

/** What the clock on the wall says at that moment, asked of Intl and of nothing of ours. */
function isOpenAt(hours: BusinessHours, atMs: number): boolean {
  const parts = clockOf(hours.timeZone).formatToParts(atMs)
  const read = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  const day = hours.days[['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(read('weekday'))]
  const minute = Number(read('hour')) * 60 + Number(read('minute'))
  const isHoliday = hours.holidays.includes(`${read('year')}-${read('month')}-${read('day')}`)
  return !isHoliday && day !== null && day !== undefined && day.from <= minute && minute < day.until
}
const clocks = new Map<string, Intl.DateTimeFormat>()
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const two = '2-digit'
  const made = () =>
    new Intl.DateTimeFormat('en-GB', {
      ...({ weekday: 'short', year: 'numeric', month: two, day: two, hour: two, minute: two, hourCycle: 'h23', timeZone } as const),
    })
  const clock = clocks.get(timeZone) ?? made()
  clocks.set(timeZone, clock)
  return clock
}

/** Around a change of that zone's clock, or anywhere where it has none. */
function momentsNear(timeZone: string, index: number): number {
  let zoned = Temporal.Instant.from('2010-06-01T00:00:00Z').toZonedDateTimeISO(timeZone)
  for (let step = 0; step <= index; step++) zoned = zoned.getTimeZoneTransition('next') ?? zoned
  return zoned.epochMilliseconds
}

const day = fc.option(
  fc
    .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
    .map(([from, length]) => ({ from, until: Math.min(1440, from + length) })),
  { freq: 4 },
)
const someCase = fc.record({
  timeZone: fc.constantFrom(...ZONES),
  days: fc.array(day, { minLength: 7, maxLength: 7 }),
  change: fc.nat({ max: 40 }),
  startMinutes: fc.integer({ min: -2 * 1440, max: 1440 }),
  lengthMinutes: fc.integer({ min: 0, max: 2 * 1440 }),
  holiday: fc.option(fc.integer({ min: -2, max: 2 })),
})

describe('[IN6] business hours', () => {
  it('count the minutes at which the clock on the wall shows an opening hour, across every change of the clock', () => {
    fc.assert(
      fc.property(someCase, ({ timeZone, days, change, startMinutes, lengthMinutes, holiday }) => {
        const changedMs = Math.floor(momentsNear(timeZone, change) / MINUTE_MS) * MINUTE_MS
        const fromMs = changedMs + startMinutes * MINUTE_MS
        const toMs = fromMs + lengthMinutes * MINUTE_MS
        const holidays = holiday === null ? [] : [new Date(changedMs + holiday * 24 * HOUR_MS).toISOString().slice(0, 10)]
        const hours = { timeZone, days, holidays }
        let open = 0
        for (let ms = fromMs; ms < toMs; ms += MINUTE_MS) if (isOpenAt(hours, ms)) open += MINUTE_MS
        expect(businessMsBetween(hours, fromMs, toMs)).toBe(open)
      }),
      { numRuns: 80 },
    )
  })

  it('end when exactly so much of them has passed, at the first such moment', () => {
    fc.assert(
      fc.property(someCase, fc.integer({ min: 1, max: 5 * 24 * 60 }), ({ timeZone, days, change, startMinutes }, wanted) => {
        const hours = { timeZone, days, holidays: [] }
        // Within 150 weeks: what would take more than three years is said to be never.
        const ofWeek = days.reduce((sum, one) => sum + (one ? one.until - one.from : 0), 0)
        const minutes = Math.max(1, Math.min(wanted, 150 * ofWeek))
        const fromMs = momentsNear(timeZone, change) + startMinutes * MINUTE_MS
        const endMs = addBusinessMs(hours, fromMs, minutes * MINUTE_MS)
        expect(endMs === null).toBe(days.every((one) => one === null))
        if (endMs === null) return
        expect(businessMsBetween(hours, fromMs, endMs)).toBe(minutes * MINUTE_MS)
        expect(businessMsBetween(hours, fromMs, endMs - 1)).toBe(minutes * MINUTE_MS - 1)
      }),
      { numRuns: 250 },
    )
  })

  it('add up: whatever is cut in two is as long as both parts', () => {
    const cut = fc.tuple(fc.nat({ max: 100_000 }), fc.nat({ max: 100_000 }))
    fc.assert(
      fc.property(someCase, cut, ({ timeZone, days, change }, [first, second]) => {
        const hours = { timeZone, days, holidays: [] }
        const fromMs = momentsNear(timeZone, change) - 30 * 24 * HOUR_MS
        const [middleMs, toMs] = [fromMs + first * MINUTE_MS, fromMs + (first + second) * MINUTE_MS]
        expect(businessMsBetween(hours, fromMs, middleMs) + businessMsBetween(hours, middleMs, toMs)).toBe(
          businessMsBetween(hours, fromMs, toMs),
        )
      }),
      { numRuns: 200 },
    )
  })

  it('go on from Friday evening to Monday morning, over holidays too', () => {
    const fridayAt16 = at('2026-10-23T14:00:00Z')
    // The clock goes back on Sunday the 25th: Monday at 10:00 is 09:00 UTC.
    expect(addBusinessMs(office('Europe/Berlin'), fridayAt16, 2 * HOUR_MS)).toBe(at('2026-10-26T09:00:00Z'))
    const closed = office('Europe/Berlin', { holidays: ['2026-10-26'] })
    expect(addBusinessMs(closed, fridayAt16, 2 * HOUR_MS)).toBe(at('2026-10-27T09:00:00Z'))
    expect(businessMsBetween(null, fridayAt16, fridayAt16 + 5)).toBe(5)
  })

  it('of a whole day are 23 hours when the clock goes forward, 25 when it goes back, and 24½ on Lord Howe', () => {
    const always = (timeZone: string) => office(timeZone, { days: Array.from({ length: 7 }, () => ({ from: 0, until: 1440 })) })
    const lengthOf = (timeZone: string, date: string) => {
      const start = Temporal.PlainDate.from(date).toZonedDateTime(timeZone)
      const holidays = [start.add({ days: 1 }), start.subtract({ days: 1 })].map((zoned) => zoned.toPlainDate().toString())
      const window = [start.epochMilliseconds - HOUR_MS, start.epochMilliseconds + 30 * HOUR_MS] as const
      return businessMsBetween({ ...always(timeZone), holidays }, ...window) / HOUR_MS
    }
    expect([lengthOf('Europe/Berlin', '2026-03-29'), lengthOf('Europe/Berlin', '2026-10-25')]).toEqual([23, 25])
    expect(lengthOf('Australia/Lord_Howe', '2026-04-05')).toBe(24.5)
    expect(lengthOf('America/Havana', '2026-11-01')).toBe(25)
  })
})
