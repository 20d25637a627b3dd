import type { CustomerId, SlaPolicyId } from '../ids.ts'
import type { Priority } from './views.ts'

export const SLA_TIMERS = ['firstReply', 'nextReply', 'resolution'] as const
/** What is promised: how soon the first answer comes, each one after it, and the end. */
export type SlaTimer = (typeof SLA_TIMERS)[number]

/**
 * `idle`: nothing is owed now. `running`: the clock runs. `warning`: it runs, and the breach is near. `breached`: the time is over, whether
 * it was kept later or not. `paused`: the clock stands. `met`: it was kept in time.
 */
export const SLA_STATES = ['idle', 'running', 'warning', 'breached', 'paused', 'met'] as const
export type SlaState = (typeof SLA_STATES)[number]

export interface SlaTimerView {
  state: SlaState
  /** When the breach comes, or came, in ms since the epoch; null while no clock runs. */
  dueAt: number | null
  /** Of business time, while paused. */
  leftMs: number | null
  /** It was kept, in time or not: nothing is owed any more. */
  ended: boolean
}
export interface SlaView {
  policyId: SlaPolicyId
  /** The worst of what is still owed, else of what was. */
  state: SlaState
  timers: Partial<Record<SlaTimer, SlaTimerView>>
}

export const MINUTES_A_DAY = 24 * 60

/** Of one day, in minutes after midnight as the clock on the wall shows them. */
export interface OpeningHours {
  from: number
  /** Up to 1440. */
  until: number
}
export interface BusinessHours {
  /** IANA's name. */
  timeZone: string
  /** Monday first, seven; null is closed. */
  days: (OpeningHours | null)[]
  /** Closed all day: "2026-12-25". */
  holidays: string[]
}

export const PAUSING_STATUSES = ['pending', 'snoozed'] as const

/** What a policy promises, and to whom. */
export interface SlaTerms {
  /** In minutes of business time; null promises nothing. */
  targets: Record<SlaTimer, number | null>
  warnBeforeMinutes: number
  /** In these statuses the clocks stand. */
  pausesWhile: (typeof PAUSING_STATUSES)[number][]
  /** Null: around the clock. */
  hours: BusinessHours | null
  /** An empty list means all. */
  appliesTo: { customerIds: CustomerId[]; priorities: Priority[] }
}
export interface SlaPolicyView {
  id: SlaPolicyId
  name: string
  terms: SlaTerms
  rev: number
}
