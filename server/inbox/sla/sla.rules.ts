import type { SlaPolicyId } from '@atrium/shared/ids.ts'
import { SLA_TIMERS, type SlaPolicyView, type SlaState, type SlaTimer, type SlaView } from '@atrium/shared/inbox/sla.ts'
import type { ConversationStatus } from '@atrium/shared/inbox/views.ts'
import { addBusinessMs, businessMsBetween } from './business-hours.rules.ts'

const MINUTE_MS = 60_000

/** One clock, as it is kept. */
export interface Timer {
  state: SlaState
  /** Business time that has passed, up to `sinceMs` where it runs. */
  usedMs: number
  /** Null while the clock stands. */
  sinceMs: number | null
  warnAtMs: number | null
  dueAtMs: number | null
  /** While paused. */
  leftMs: number | null
  ended: boolean
}
export interface Sla {
  policyId: SlaPolicyId
  /** Somebody of ours has answered at least once. */
  answered: boolean
  timers: Partial<Record<SlaTimer, Timer>>
}
/** What the clocks depend on. */
export interface Situation {
  status: ConversationStatus
  /** The customer wrote last. */
  waiting: boolean
}

const FRESH: Timer = { state: 'idle', usedMs: 0, sinceMs: null, warnAtMs: null, dueAtMs: null, leftMs: null, ended: false }

/**
 * The clocks as they stand at `atMs`, when the situation has just become this: whatever happened before, in whatever order, time that has
 * passed is counted once. Called again with nothing new it changes nothing but what time itself does: warn and breach.
 */
export function settleSla(before: Sla | null, policy: SlaPolicyView, { situation, atMs }: { situation: Situation; atMs: number }): Sla {
  const answered = (before?.answered ?? false) || !situation.waiting
  const timers: Sla['timers'] = {}
  for (const kind of SLA_TIMERS) {
    const targetMinutes = policy.terms.targets[kind]
    if (targetMinutes === null) continue
    const known = before?.timers[kind] ?? FRESH
    const mode = modeOf(kind, { policy, situation, answered })
    const timer = known.ended && (mode === 'run' || mode === 'pause') ? begunAnew(kind, known) : known
    timers[kind] = timer.ended ? timer : turn(timer, mode, { policy, targetMs: targetMinutes * MINUTE_MS, atMs })
  }
  return { policyId: policy.id, answered, timers }
}

type Mode = 'off' | 'run' | 'pause' | 'end'

function modeOf(kind: SlaTimer, { policy, situation, answered }: { policy: SlaPolicyView; situation: Situation; answered: boolean }): Mode {
  const { status, waiting } = situation
  if (kind === 'firstReply' && answered) return 'end'
  if (kind === 'nextReply' && (!answered || !waiting)) return answered ? 'end' : 'off'
  if (status === 'closed') return kind === 'resolution' ? 'end' : 'off'
  return policy.terms.pausesWhile.some((pausing) => pausing === status) ? 'pause' : 'run'
}

/** Each answer is owed from when it was asked for; what was reopened goes on from where it ended. */
function begunAnew(kind: SlaTimer, timer: Timer): Timer {
  return kind === 'resolution' ? { ...timer, ended: false } : FRESH
}

function turn(timer: Timer, mode: Mode, { policy, targetMs, atMs }: { policy: SlaPolicyView; targetMs: number; atMs: number }): Timer {
  const { hours, warnBeforeMinutes } = policy.terms
  // What comes late does not turn the clock back.
  const nowMs = Math.max(atMs, timer.sinceMs ?? atMs)
  const usedMs = timer.usedMs + (timer.sinceMs === null ? 0 : businessMsBetween(hours, timer.sinceMs, nowMs))
  const leftMs = targetMs - usedMs
  const isOver = leftMs <= 0
  const hasRun = timer.state !== 'idle' || usedMs > 0
  const standing = { usedMs, sinceMs: null, warnAtMs: null, dueAtMs: isOver ? (timer.dueAtMs ?? nowMs) : null, leftMs: null }
  if (mode === 'end') {
    // Nobody has waited for what was never owed.
    if (!hasRun) return { ...FRESH, usedMs }
    return { ...standing, state: isOver ? 'breached' : 'met', ended: true }
  }
  if (mode === 'off') return { ...standing, state: isOver ? 'breached' : 'idle', ended: false }
  if (mode === 'pause')
    return isOver ? { ...standing, state: 'breached', ended: false } : { ...standing, state: 'paused', leftMs, ended: false }
  if (isOver) return { ...standing, sinceMs: nowMs, state: 'breached', ended: false }
  const warnAtMs = addBusinessMs(hours, nowMs, leftMs - warnBeforeMinutes * MINUTE_MS)
  const dueAtMs = addBusinessMs(hours, nowMs, leftMs)
  const state = warnAtMs !== null && nowMs >= warnAtMs ? 'warning' : 'running'
  return { usedMs, sinceMs: nowMs, warnAtMs, dueAtMs, leftMs: null, state, ended: false }
}

/** When time alone changes something next; null when it does not. */
export function nextTurnOf(sla: Sla): number | null {
  const moments = Object.values(sla.timers).flatMap(({ state, warnAtMs, dueAtMs }) => {
    if (state === 'running') return [warnAtMs, dueAtMs]
    return state === 'warning' ? [dueAtMs] : []
  })
  const coming = moments.filter((atMs) => atMs !== null)
  return coming.length > 0 ? Math.min(...coming) : null
}

const WORST_FIRST: SlaState[] = ['breached', 'warning', 'running', 'paused', 'met', 'idle']

/** The worst of what is still owed; once nothing is, of what was. */
export function worstStateOf(sla: Sla): SlaState {
  const timers = Object.values(sla.timers)
  const owed = timers.filter(({ ended, state }) => !ended && state !== 'idle')
  const states = (owed.length > 0 ? owed : timers).map(({ state }) => state)
  return WORST_FIRST.find((state) => states.includes(state)) ?? 'idle'
}

/** As agents see it. */
export function presentSla(sla: Sla): SlaView {
  const timers: SlaView['timers'] = {}
  for (const [kind, { state, dueAtMs, leftMs, ended }] of Object.entries(sla.timers) as [SlaTimer, Timer][])
    timers[kind] = { state, dueAt: dueAtMs, leftMs, ended }
  return { policyId: sla.policyId, state: worstStateOf(sla), timers }
}
