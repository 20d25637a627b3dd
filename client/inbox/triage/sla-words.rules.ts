import { SLA_TIMERS, type SlaState, type SlaTimer, type SlaTimerView, type SlaView } from '@atrium/shared/inbox/sla.ts'

export const TIMER_LABELS: Record<SlaTimer, string> = { firstReply: 'First reply', nextReply: 'Next reply', resolution: 'Resolution' }
export const SLA_STATE_LABELS: Record<SlaState, string> = {
  ...{ idle: 'Nothing owed', running: 'In time', warning: 'Due soon', breached: 'Overdue', paused: 'Paused', met: 'Kept' },
}

export interface SlaWords {
  text: string
  tone: 'bad' | 'warn' | 'plain'
}

/** Of what is owed the most pressing, for a line of the list; null when nothing presses. */
export function pressing(sla: SlaView | null, nowMs: number): SlaWords | null {
  const owed = SLA_TIMERS.flatMap((kind) => {
    const timer = sla?.timers[kind]
    return timer && !timer.ended && timer.dueAt !== null ? [{ kind, timer, dueAt: timer.dueAt }] : []
  }).toSorted((one, other) => one.dueAt - other.dueAt)
  const [first] = owed
  return first ? { text: `${TIMER_LABELS[first.kind]} ${dueWords(first.dueAt, nowMs)}`, tone: toneOf(first.timer, nowMs) } : null
}

/** One clock in full. */
export function timerWords(timer: SlaTimerView, nowMs: number): SlaWords {
  const tone = toneOf(timer, nowMs)
  if (timer.state === 'met' || timer.state === 'idle') return { text: SLA_STATE_LABELS[timer.state], tone }
  if (timer.ended) return { text: 'Kept too late', tone }
  if (timer.state === 'paused') return { text: `Paused, ${lengthWords(timer.leftMs ?? 0)} left`, tone }
  return { text: timer.dueAt === null ? SLA_STATE_LABELS[timer.state] : dueWords(timer.dueAt, nowMs), tone }
}

/** A device's clock may be a little ahead of the server, which says what is breached. */
function toneOf(timer: SlaTimerView, nowMs: number): SlaWords['tone'] {
  if (timer.state === 'breached' || (timer.dueAt !== null && !timer.ended && timer.dueAt <= nowMs)) return 'bad'
  return timer.state === 'warning' ? 'warn' : 'plain'
}

function dueWords(dueAt: number, nowMs: number): string {
  return dueAt > nowMs ? `in ${lengthWords(dueAt - nowMs)}` : `${lengthWords(nowMs - dueAt)} late`
}

/** "12 min", "3 h", "2 d": rounded down, and never less than a minute. */
export function lengthWords(ms: number): string {
  const minutes = Math.max(1, Math.floor(ms / 60_000))
  if (minutes < 60) return `${minutes} min`
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h`
  return `${Math.floor(minutes / (24 * 60))} d`
}
