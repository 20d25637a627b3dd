const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long ago, as short as a list wants it: "now", "5 min", "3 h", "2 d", then the date. Clocks that differ a little read as now. */
export function timeAgo(atMs: number, nowMs: number): string {
  const ago = nowMs - atMs
  if (ago < MINUTE) return 'now'
  if (ago < HOUR) return `${Math.floor(ago / MINUTE)} min`
  if (ago < DAY) return `${Math.floor(ago / HOUR)} h`
  if (ago < 7 * DAY) return `${Math.floor(ago / DAY)} d`
  const sameYear = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear()
  return new Date(atMs).toLocaleDateString(undefined, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) })
}

/** With the day, for tooltips and tables. */
export function fullTime(atMs: number): string {
  return new Date(atMs).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
}
