import type { MessageView } from '@atrium/shared/chat/views.ts'

const GROUP_MS = 5 * 60_000
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

export function timeLabel(atMs: number): string {
  return new Date(atMs).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })
}
