export interface SnoozeChoice {
  label: string
  /** In ms since the epoch. */
  until: number
}

const HOUR_MS = 60 * 60_000
const MORNING = 9

/** What one snoozes until most, by this device's clock. What would come before another of them is left out. */
export function snoozeChoices(nowMs: number): SnoozeChoice[] {
  const mornings = (days: number) => {
    const date = new Date(nowMs)
    date.setDate(date.getDate() + days)
    date.setHours(MORNING, 0, 0, 0)
    return date.getTime()
  }
  const weekday = new Date(nowMs).getDay()
  const toMonday = (8 - weekday) % 7 || 7
  return [
    { label: 'In one hour', until: nowMs + HOUR_MS },
    { label: 'In three hours', until: nowMs + 3 * HOUR_MS },
    { label: 'Tomorrow', until: mornings(1) },
    ...(toMonday > 1 ? [{ label: 'Monday', until: mornings(toMonday) }] : []),
    { label: 'In a month', until: mornings(30) },
  ]
}

/** For people: "today, 15:00", "Mon 7 Dec, 09:00". */
export function wakingTime(untilMs: number, nowMs: number, locale?: string): string {
  const until = new Date(untilMs)
  const time = until.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' })
  const isToday = until.toDateString() === new Date(nowMs).toDateString()
  return `${isToday ? 'today' : until.toLocaleDateString(locale, { weekday: 'short', day: 'numeric', month: 'short' })}, ${time}`
}
