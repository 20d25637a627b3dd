import { AtriumError } from '@atrium/shared/errors.ts'
import { MINUTES_A_DAY, SLA_TIMERS, type BusinessHours, type SlaTerms } from '@atrium/shared/inbox/sla.ts'

/** Whoever promises more than a year promises nothing. */
const MOST_MINUTES = 366 * MINUTES_A_DAY

/** The terms, with their lists in order and without repetitions. @throws bad_input for what cannot be kept or means nothing */
export function requireTerms(terms: SlaTerms): SlaTerms {
  const targets = SLA_TIMERS.map((kind) => terms.targets[kind]).filter((minutes) => minutes !== null)
  if (targets.length === 0) throw new AtriumError('bad_input', 'Promise at least one of the three times.').at('targets')
  if (!targets.every((minutes) => isWhole(minutes, 1, MOST_MINUTES)))
    throw new AtriumError('bad_input', 'Give each time in minutes, between one and a year.').at('targets')
  if (!isWhole(terms.warnBeforeMinutes, 0, MOST_MINUTES))
    throw new AtriumError('bad_input', 'Give the warning in minutes.').at('warnBeforeMinutes')
  return { ...terms, hours: terms.hours && requireHours(terms.hours) }
}

function requireHours(hours: BusinessHours): BusinessHours {
  if (!isTimeZone(hours.timeZone)) throw new AtriumError('bad_input', `There is no time zone ${hours.timeZone}.`).at('timeZone')
  if (hours.days.length !== 7) throw new AtriumError('bad_input', 'Give the hours of seven days, Monday first.').at('days')
  if (hours.days.every((day) => day === null)) throw new AtriumError('bad_input', 'Open at least one day of the week.').at('days')
  for (const day of hours.days)
    if (day && !(isWhole(day.from, 0, MINUTES_A_DAY - 1) && isWhole(day.until, day.from + 1, MINUTES_A_DAY)))
      throw new AtriumError('bad_input', 'Let each day end after it begins.').at('days')
  const odd = hours.holidays.find((date) => !isDate(date))
  if (odd !== undefined) throw new AtriumError('bad_input', `${odd} is no date such as 2027-01-01.`).at('holidays')
  return { ...hours, holidays: [...new Set(hours.holidays)].toSorted() }
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && least <= value && value <= most
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function isDate(text: string): boolean {
  const atMs = Date.parse(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(text)
}
