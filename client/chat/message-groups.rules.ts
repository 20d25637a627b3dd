import type { MessageView } from '@atrium/shared/chat/views.ts'

const GROUP_MS = 5 * 60_000
const DAY_MS = 24 * 3_600_000
type Stamped = Pick<MessageView, 'authorId' | 'createdAt' | 'deletedAt'>

export function startsDay(previous: Stamped | undefined, message: Stamped): boolean {
  return previous === undefined || new Date(previous.createdAt).toDateString() !== new Date(message.createdAt).toDateString()
}

/** Whether it shows its author: the first of a day, of another person, or after a pause. */
export function startsGroup(previous: Stamped | undefined, message: Stamped): boolean {
  if (previous === undefined || startsDay(previous, message)) return true
  return previous.authorId !== message.authorId || message.createdAt - previous.createdAt > GROUP_MS
}

/** "Today", "Yesterday", "Monday, 2 November", with the year when it is another one. */
export function dayLabel(atMs: number, nowMs: number): string {
  const day = new Date(atMs)
  const today = new Date(nowMs)
  const yesterday = new Date(nowMs)
  yesterday.setDate(today.getDate() - 1)
  if (day.toDateString() === today.toDateString()) return 'Today'
  if (day.toDateString() === yesterday.toDateString()) return 'Yesterday'
  const sameYear = day.getFullYear() === today.getFullYear()
  return day.toLocaleDateString(undefined, { weekday: 'long', day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) })
}

/** In a list of chats: the time of today, the name of a day of this week, else the date. */
export function whenLabel(atMs: number, nowMs: number): string {
  const label = dayLabel(atMs, nowMs)
  if (label === 'Today') return timeLabel(atMs)
  if (label === 'Yesterday') return label
  const at = new Date(atMs)
  if (nowMs - atMs < 6 * DAY_MS) return at.toLocaleDateString(undefined, { weekday: 'long' })
  const sameYear = at.getFullYear() === new Date(nowMs).getFullYear()
  return at.toLocaleDateString(undefined, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) })
}

export function timeLabel(atMs: number): string {
  return new Date(atMs).toLocaleTimeString(undefined, { hour: 'numeric', minute: '2-digit' })
}
