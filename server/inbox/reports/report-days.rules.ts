import { isTimeZone } from '@atrium/shared/chat/notification-preferences.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { MOST_DAYS, type ReportGroup, type ReportScope } from '@atrium/shared/inbox/reports.ts'

type Days = Pick<ReportScope, 'from' | 'until' | 'timeZone'>

export interface ReportRange {
  from: Date
  /** Not itself. */
  until: Date
}

/** From the first moment of the first day to the first after the last one, there. @throws bad_input */
export function rangeOf({ from, until, timeZone }: Days): ReportRange {
  if (!isTimeZone(timeZone)) throw new AtriumError('bad_input', `There is no time zone ${timeZone}.`).at('timeZone')
  const [first, last] = [dayOf(from), dayOf(until)]
  const days = first.until(last).total('days') + 1
  if (days < 1) throw new AtriumError('bad_input', 'The last day comes before the first.').at('until')
  if (days > MOST_DAYS) throw new AtriumError('bad_input', `Choose at most ${MOST_DAYS} days.`).at('until')
  return { from: startOf(first, timeZone), until: startOf(last.add({ days: 1 }), timeZone) }
}

/** Every day or week of the range, also those on which nothing happened. */
export function bucketsOf({ from, until }: Days, group: Extract<ReportGroup, 'day' | 'week'>): string[] {
  const last = dayOf(until)
  const keys: string[] = []
  for (
    let day = bucketStart(dayOf(from), group);
    Temporal.PlainDate.compare(day, last) <= 0;
    day = day.add({ days: group === 'day' ? 1 : 7 })
  )
    keys.push(day.toString())
  return keys
}

function bucketStart(day: Temporal.PlainDate, group: 'day' | 'week'): Temporal.PlainDate {
  return group === 'day' ? day : day.subtract({ days: day.dayOfWeek - 1 })
}

function dayOf(text: string): Temporal.PlainDate {
  try {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new RangeError('not a date')
    return Temporal.PlainDate.from(text, { overflow: 'reject' })
  } catch {
    throw new AtriumError('bad_input', `${text} is no day such as 2026-11-30.`)
  }
}

function startOf(day: Temporal.PlainDate, timeZone: string): Date {
  return new Date(day.toZonedDateTime(timeZone).epochMilliseconds)
}
