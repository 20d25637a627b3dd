import { clockText, parseClock } from '@atrium/shared/chat/quiet-hours.rules.ts'
import { MINUTES_A_DAY, type BusinessHours, type OpeningHours } from '@atrium/shared/inbox/sla.ts'

/** "30 min", "4 h", "2 d", "1 h 30 min": what one would say. */
export function minutesText(minutes: number): string {
  const [days, hours, rest] = [Math.floor(minutes / MINUTES_A_DAY), Math.floor((minutes % MINUTES_A_DAY) / 60), minutes % 60]
  return [days && `${days} d`, hours && `${hours} h`, rest && `${rest} min`].filter(Boolean).join(' ')
}

/** What somebody writes as a length: "90", "90 min", "1 h 30 min", "2d". Empty is none; undefined when it is no length. */
export function parseMinutes(text: string): number | null | undefined {
  const trimmed = text.trim().toLowerCase()
  if (trimmed === '') return null
  if (/^\d{1,6}$/.test(trimmed)) return Number(trimmed)
  const match = /^(?:(\d{1,3})\s*d)?\s*(?:(\d{1,4})\s*h)?\s*(?:(\d{1,5})\s*m(?:in)?)?$/.exec(trimmed)
  if (!match) return undefined
  const [, days = 0, hours = 0, minutes = 0] = match
  return Number(days) * MINUTES_A_DAY + Number(hours) * 60 + Number(minutes)
}

/** The end of a day may be midnight, which a clock shows as 00:00. Null when it does not end after it begins. */
export function openingOf(from: string, until: string): OpeningHours | null {
  const [start, end] = [parseClock(from), parseClock(until)]
  if (start === null || end === null) return null
  const hours = { from: start, until: end === 0 ? MINUTES_A_DAY : end }
  return hours.from < hours.until ? hours : null
}

export const endText = (until: number): string => clockText(until % MINUTES_A_DAY)

/** What most have: nine to five, Monday to Friday. */
export function officeHours(timeZone: string): BusinessHours {
  const open = () => ({ from: 9 * 60, until: 17 * 60 })
  return { timeZone, days: [open(), open(), open(), open(), open(), null, null], holidays: [] }
}

/** Dates with commas or spaces between them. */
export function holidaysOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter((date) => date !== '')
}
