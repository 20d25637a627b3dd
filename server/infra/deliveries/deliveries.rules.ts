import type { ClaimedDelivery, Look, Outcome } from './transport.ts'

/** Looks in a row that must find nothing before a call is made again. */
export const ABSENCES_BEFORE_RESEND = 2
/** Looks that could not tell before a person is asked. About half an hour. */
export const DOUBTS_BEFORE_FAILURE = 40
/** Certain failures of the way there (refused connections, say) before a person is told. About half an hour too. */
export const ATTEMPTS_BEFORE_FAILURE = 40

/** How long a place may be unknown over there before a person is told: the other side tells for several minutes where it is now. */
export const ASTRAY_BEFORE_FAILURE_MS = 8 * 60_000

const BACKOFF_FIRST_MS = 500
const BACKOFF_MOST_MS = 60_000

/** What becomes of a delivery and of its lane. */
export interface Decision {
  state: 'queued' | 'unknown' | 'sent' | 'failed' | 'dropped'
  /** The lane rests for so long. */
  holdMs: number
  absences: number
  doubts: number
  /** What the transport is told; differs from what it said when patience has run out. */
  outcome: Outcome
  /** Whether the place of the lane is unknown over there; absent where this says nothing of it. */
  isAstray?: boolean
  /** Closes an operation of the scope, or with '*' the whole scope for good. */
  gate: { operation: string; ms: number | null; reason: string } | null
}

interface Pace {
  laneIntervalMs: number
  lookAfterMs: number
  callMs?: number
}

type Counted = Pick<ClaimedDelivery, 'attempts' | 'absences' | 'doubts' | 'callAgeMs' | 'astrayMs'>

export function isFinal(state: Decision['state']): boolean {
  return state === 'sent' || state === 'failed' || state === 'dropped'
}

/** Doubles from half a second to a minute. */
export function backoffMs(times: number): number {
  return Math.min(BACKOFF_MOST_MS, BACKOFF_FIRST_MS * 2 ** Math.min(times - 1, 20))
}

export function decideAfterSend(delivery: Counted, outcome: Outcome, pace: Pace): Decision {
  const same = { absences: 0, doubts: 0, outcome, gate: null, holdMs: pace.laneIntervalMs }
  // Until it is sent, what was once called and not found may still turn up.
  const { absences } = delivery
  switch (outcome.kind) {
    case 'sent':
      return { ...same, state: 'sent', isAstray: false }
    case 'failed':
    case 'dropped':
      return { ...same, state: outcome.kind }
    case 'astray': {
      const { reason } = outcome
      if (isLost(delivery)) return { ...same, state: 'failed', outcome: { kind: 'failed', reason }, isAstray: true }
      const holdMs = astrayPauseMs(delivery, pace)
      return { ...same, absences, state: 'queued', holdMs, outcome: { kind: 'retry', reason, afterMs: holdMs, gate: null }, isAstray: true }
    }
    case 'unknown':
      return { ...same, state: 'unknown', holdMs: pace.lookAfterMs }
    case 'blocked':
      return { ...same, absences, state: 'queued', gate: { operation: '*', ms: null, reason: outcome.reason } }
    case 'waits':
      return { ...same, absences, state: 'queued', holdMs: Math.max(outcome.afterMs, pace.laneIntervalMs) }
    case 'retry':
      return decideAfterRetry(delivery, outcome, pace)
  }
}

const isLost = ({ astrayMs }: Counted) => (astrayMs ?? 0) >= ASTRAY_BEFORE_FAILURE_MS

/** At first nearly at once: most often it is told where the place is now within seconds, which wakes the lane anyway. */
function astrayPauseMs({ astrayMs }: Counted, { laneIntervalMs }: Pace): number {
  return Math.max(laneIntervalMs, Math.min(BACKOFF_MOST_MS, Math.max(BACKOFF_FIRST_MS, astrayMs ?? 0)))
}

/** A closed gate is nobody's failure and may last as long as it likes; other certain failures are counted. */
function decideAfterRetry(delivery: Counted, outcome: Outcome & { kind: 'retry' }, pace: Pace): Decision {
  const waitMs = outcome.afterMs ?? backoffMs(delivery.attempts)
  const same = { absences: delivery.absences, doubts: 0, holdMs: Math.max(waitMs, pace.laneIntervalMs) }
  if (outcome.gate !== null) {
    return { ...same, state: 'queued', outcome, gate: { operation: outcome.gate, ms: waitMs, reason: outcome.reason } }
  }
  if (delivery.attempts < ATTEMPTS_BEFORE_FAILURE) return { ...same, state: 'queued', outcome, gate: null }
  return { ...same, state: 'failed', outcome: { kind: 'failed', reason: outcome.reason }, gate: null }
}

/** After a look for a call whose answer was lost: only two absences in a row let it be made again. */
export function decideAfterLook(delivery: Counted, look: Look, pace: Pace): Decision {
  const { absences, doubts } = delivery
  const unknown: Outcome = { kind: 'unknown', reason: 'no answer came' }
  switch (look.kind) {
    case 'found': {
      const outcome: Outcome = { kind: 'sent', result: look.result, duplicatesRemoved: look.duplicatesRemoved }
      return { state: 'sent', holdMs: pace.laneIntervalMs, absences, doubts, outcome, gate: null, isAstray: false }
    }
    case 'absent': {
      const underWayMs = delivery.callAgeMs === null ? 0 : (pace.callMs ?? 0) - delivery.callAgeMs
      if (underWayMs > 0) return { state: 'unknown', holdMs: underWayMs, absences: 0, doubts, outcome: unknown, gate: null }
      const again = absences + 1 >= ABSENCES_BEFORE_RESEND
      if (!again) return { state: 'unknown', holdMs: pace.lookAfterMs, absences: absences + 1, doubts, outcome: unknown, gate: null }
      const outcome: Outcome = { kind: 'retry', reason: 'it did not arrive', afterMs: 0, gate: null }
      return { state: 'queued', holdMs: 0, absences: absences + 1, doubts, outcome, gate: null }
    }
    case 'blocked': {
      const gate = { operation: '*', ms: null, reason: look.reason }
      return { state: 'unknown', holdMs: pace.lookAfterMs, absences, doubts, outcome: { kind: 'blocked', reason: look.reason }, gate }
    }
    case 'astray': {
      const outcome: Outcome = { kind: 'failed', reason: mayHaveArrived(look.reason) }
      if (isLost(delivery)) return { state: 'failed', holdMs: pace.laneIntervalMs, absences, doubts, outcome, gate: null, isAstray: true }
      // What was seen at a place that is another one now says nothing.
      const holdMs = Math.max(pace.lookAfterMs, astrayPauseMs(delivery, pace))
      return { state: 'unknown', holdMs, absences: 0, doubts, outcome: unknown, gate: null, isAstray: true }
    }
    case 'lost': {
      const outcome: Outcome = { kind: 'failed', reason: mayHaveArrived(look.reason) }
      return { state: 'failed', holdMs: pace.laneIntervalMs, absences, doubts, outcome, gate: null }
    }
    case 'waits':
      return { state: 'unknown', holdMs: Math.max(look.afterMs, pace.lookAfterMs), absences, doubts, outcome: unknown, gate: null }
    case 'unclear':
      return decideAfterDoubt(delivery, look, pace)
  }
}

function decideAfterDoubt({ doubts }: Counted, look: Look & { kind: 'unclear' }, pace: Pace): Decision {
  const askedMs = look.afterMs ?? backoffMs(doubts + 1)
  const waitMs = Math.max(askedMs, pace.lookAfterMs)
  const gate = look.gate === null ? null : { operation: look.gate, ms: askedMs, reason: look.reason }
  // What was seen before a doubt no longer counts as seen in a row.
  const same = { holdMs: waitMs, absences: 0, doubts: gate ? doubts : doubts + 1, gate }
  if (same.doubts < DOUBTS_BEFORE_FAILURE) return { ...same, state: 'unknown', outcome: { kind: 'unknown', reason: look.reason } }
  return { ...same, state: 'failed', outcome: { kind: 'failed', reason: mayHaveArrived(look.reason) } }
}

function mayHaveArrived(reason: string): string {
  return `It may have arrived or not: ${reason}`
}
