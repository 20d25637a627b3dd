import type { PresenceView } from '@atrium/shared/space/views.ts'

type Said = Pick<PresenceView, 'statusText' | 'statusEmoji' | 'statusUntil'>

/** What somebody says of themselves, without its end. */
export function statusWords({ statusEmoji, statusText }: Pick<Said, 'statusText' | 'statusEmoji'>): string {
  return [statusEmoji, statusText.trim()].filter(Boolean).join(' ')
}

/** The same, and until when. */
export function statusLine(said: Said, nowMs: number): string {
  const words = statusWords(said)
  return said.statusUntil === null ? words : `${words} until ${untilLabel(said.statusUntil, nowMs)}`.trim()
}

/** By the clock today, else with the day. */
export function untilLabel(untilMs: number, nowMs: number): string {
  const [until, now] = [new Date(untilMs), new Date(nowMs)]
  const time = until.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
  return until.toDateString() === now.toDateString() ? time : `${until.toLocaleDateString([], { weekday: 'short' })} ${time}`
}

/** For how long one can say something, by the value of the choice. */
export const LASTS = [
  { value: 'always', text: 'Until I change it' },
  { value: '30', text: '30 minutes' },
  { value: '60', text: '1 hour' },
  { value: '240', text: '4 hours' },
  { value: 'today', text: 'Today' },
] as const

/** When that is over, in ms since the epoch; today ends at midnight of this device. Null: not by itself. */
export function endOf(choice: string, nowMs: number): number | null {
  if (choice === 'today') return new Date(nowMs).setHours(24, 0, 0, 0)
  const minutes = Number(choice)
  return Number.isInteger(minutes) && minutes > 0 ? nowMs + minutes * 60_000 : null
}
