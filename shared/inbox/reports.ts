import type { CustomerId, MemberId } from '../ids.ts'
import type { SlaTimer } from './sla.ts'

/** What a report has a line for: the whole range, each day or week (by its Monday), or each customer, agent or channel. */
export const REPORT_GROUPS = ['total', 'day', 'week', 'customer', 'agent', 'channel'] as const
export type ReportGroup = (typeof REPORT_GROUPS)[number]

/** Of which days, and of whose conversations; what is not named does not matter. */
export interface ReportScope {
  /** The first day and the last, as 2026-11-30, as the calendar of the time zone has them. */
  from: string
  until: string
  /** IANA's name. */
  timeZone: string
  customerId?: CustomerId | undefined
  /** To whom they are assigned. */
  assigneeId?: MemberId | undefined
  /** Where they come from: "#support-acme". */
  place?: string | undefined
}

/** As long as nine of ten took, and half of them; null where there is none. In ms of the clock on the wall, nights included. */
export interface Spread {
  count: number
  medianMs: number | null
  p90Ms: number | null
}

/** Each thing counts on the day on which it happened; a promise on the day on which its conversation was opened. */
export interface ReportRow {
  /** The day, the id or the place; empty for the total, null for what has no customer or is nobody's. */
  key: string | null
  /** The name of it, for people; null where the key says it. */
  name: string | null
  opened: number
  /** That are closed, on the day on which they were closed last. */
  closed: number
  /** From the first message to the first answer. */
  firstReply: Spread
  /** From the first message to the end. */
  resolution: Spread
  sla: Record<SlaTimer, { met: number; breached: number }>
  /** By the last vote of each person; `good` are 4 and 5 of 5. */
  ratings: { count: number; good: number }
}

/** Longer ranges are asked for in parts. */
export const MOST_DAYS = 1_100
