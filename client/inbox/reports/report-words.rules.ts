import type { ReportGroup, ReportRow } from '@atrium/shared/inbox/reports.ts'

const MINUTE_MS = 60_000

/** "45 s", "12 min", "3.5 h", "2.1 d"; a dash where there is nothing to measure. */
export function spanWords(ms: number | null): string {
  if (ms === null) return '–'
  if (ms < MINUTE_MS) return `${Math.round(ms / 1000)} s`
  const minutes = ms / MINUTE_MS
  if (minutes < 60) return `${Math.round(minutes)} min`
  if (minutes < 48 * 60) return `${rounded(minutes / 60)} h`
  return `${rounded(minutes / (24 * 60))} d`
}

/** "95 %"; a dash of nothing. */
export function shareWords(part: number, whole: number): string {
  const share = shareOf(part, whole)
  return share === null ? '–' : `${Math.round(share)} %`
}

/** Of a hundred; null of nothing. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : (100 * part) / whole
}

const NOBODY: Partial<Record<ReportGroup, string>> = { customer: 'No customer', agent: 'Nobody' }

/** What a line of a report is about. */
export function rowName(group: ReportGroup, { key, name }: Pick<ReportRow, 'key' | 'name'>): string {
  if (key === null) return NOBODY[group] ?? '–'
  if (group === 'day' || group === 'week') return dayWords(key)
  return name ?? key
}

/** "Mon, Nov 30" of 2026-11-30, whatever the time zone of the browser. */
export function dayWords(day: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString(undefined, { timeZone: 'UTC', weekday: 'short', month: 'short', day: 'numeric' })
}

export interface RangeChoice {
  value: string
  text: string
  days: number
}
export const RANGES: readonly RangeChoice[] = [
  { value: '7', text: '7 days', days: 7 },
  { value: '30', text: '30 days', days: 30 },
  { value: '90', text: '90 days', days: 90 },
]

/** The last so many days, today among them, as the browser's calendar has them. */
export function lastDays(days: number, now: Date): { from: string; until: string } {
  const dayOf = (date: Date) =>
    [date.getFullYear(), String(date.getMonth() + 1).padStart(2, '0'), String(date.getDate()).padStart(2, '0')].join('-')
  return { from: dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() - days + 1)), until: dayOf(now) }
}

function rounded(value: number): string {
  return value < 10 ? value.toFixed(1).replace(/\.0$/, '') : String(Math.round(value))
}
