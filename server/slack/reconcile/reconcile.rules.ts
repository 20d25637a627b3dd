import { isLaterTs, millisecondsOfTs } from '../ingress/slack-ts.rules.ts'

export type HistoryMethod = 'conversations.history' | 'conversations.replies'

/** What is compared: the top level of a watched channel or of a mirrored direct message, or one thread. */
export type TargetKind = 'channel' | 'direct' | 'thread'

/** As far as its turn depends on it. */
export interface Candidate {
  kind: TargetKind
  activeAtMs: number
  nextAtMs: number
  /** Something has happened (a start, a gap), so that all of it has to be compared anew. */
  isWoken: boolean
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Whoever has waited so long goes first, so that a busy channel starves nobody. */
const STARVING_MS = 30 * MINUTE_MS

/**
 * Whose turn it is among those that are due and whose method may be called: who has waited too long, then who was woken,
 * then top levels before threads (they tell which threads to ask for), then whoever was active last.
 */
export function nextTarget<T extends Candidate>(
  due: readonly T[],
  { nowMs, free }: { nowMs: number; free: readonly HistoryMethod[] },
): T | null {
  const rank = (target: T) => [
    nowMs - target.nextAtMs > STARVING_MS ? 0 : 1,
    target.isWoken ? 0 : 1,
    target.kind === 'thread' ? 1 : 0,
    -target.activeAtMs,
  ]
  const able = due.filter((target) => target.nextAtMs <= nowMs && free.includes(methodOf(target.kind)))
  return able.toSorted((one, other) => compareRanks(rank(one), rank(other)))[0] ?? null
}

function compareRanks(left: number[], right: number[]): number {
  const at = left.findIndex((value, index) => value !== right[index])
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0)
}

export function methodOf(kind: TargetKind): HistoryMethod {
  return kind === 'thread' ? 'conversations.replies' : 'conversations.history'
}

/** Calls that are allowed per minute and method, for all nodes together. */
export interface Pace {
  perMinute: number
  /** Messages a page. */
  page: number
}
/** Slack allows 50 a minute to an app that a customer made for itself; a few are left for whoever looks for a lost post. */
export const PACE: Pace = { perMinute: 40, page: 200 }
/** What Slack leaves to apps that are sold outside its marketplace. @see https://docs.slack.dev/apis/web-api/rate-limits */
export const RESTRICTED_PACE: Pace = { perMinute: 1, page: 15 }
/** A restriction is tried again after so long. */
export const RESTRICTION_MS = DAY_MS

/** No more than `perMinute` within any minute. @returns what was called in the last one, and how long the next call has to wait */
export function budgetOf(
  calls: readonly number[],
  { nowMs, perMinute }: { nowMs: number; perMinute: number },
): { recent: number[]; waitMs: number } {
  // A second more than a minute: the two ends of a connection do not count from the same moment.
  const windowMs = MINUTE_MS + 1_000
  const recent = calls.filter((at) => at > nowMs - windowMs).toSorted((one, other) => one - other)
  const blocking = recent.at(-perMinute)
  return { recent, waitMs: recent.length < perMinute || blocking === undefined ? 0 : blocking + windowMs - nowMs }
}

/** A short page of exactly the size that restricted apps get, though more was asked for and more is there. */
export function showsRestriction(page: { asked: number; got: number; hasMore: boolean }): boolean {
  return page.hasMore && page.asked > RESTRICTED_PACE.page && page.got === RESTRICTED_PACE.page
}

/** A long wait though hardly anything was asked within the last minute. */
export function refusalShowsRestriction({ retryAfterMs, callsInLastMinute }: { retryAfterMs: number; callsInLastMinute: number }): boolean {
  return retryAfterMs >= 20_000 && callsInLastMinute <= 5
}

export interface WindowTarget {
  kind: TargetKind
  sinceTs: string
  verifiedThrough: string
  suspects: readonly string[]
  /** Suspects have to be looked at a second time. */
  confirm: boolean
  deepAtMs: number | null
}
/** After `from`, up to `through`; `confirm`: only to look for suspects again. */
export interface Window {
  from: string
  through: string
  isDeep: boolean
  isConfirming: boolean
}

/** Edits and deletes of messages that are older than this are not looked for in the history. */
export const LOOK_BACK_MS = 7 * DAY_MS
const NEAR_MS = HOUR_MS
const RESTRICTED_LOOK_BACK_MS = 6 * HOUR_MS
const DEEP_EVERY_MS = 6 * HOUR_MS
/** What is this new may not be in Slack's history yet, and its event is still on the way. */
const SETTLE_MS = 10_000

/**
 * The window to compare now. It always begins where the last complete one ended or earlier, so that there is no gap; how
 * much earlier decides which edits and deletes are seen, and which older threads have new replies.
 */
export function windowOf(target: WindowTarget, { nowMs, isRestricted }: { nowMs: number; isRestricted: boolean }): Window {
  const through = latestOf(tsOf(nowMs - SETTLE_MS), target.sinceTs)
  if (target.confirm && target.suspects.length > 0) {
    const [first = through] = target.suspects.toSorted((one, other) => (isLaterTs(one, other) ? 1 : -1))
    return { from: justBefore(first), through, isDeep: false, isConfirming: true }
  }
  const every = isRestricted ? 4 * DEEP_EVERY_MS : DEEP_EVERY_MS
  const isDeep = target.kind === 'thread' || target.deepAtMs === null || target.deepAtMs < nowMs - every
  const deepMs = isRestricted ? RESTRICTED_LOOK_BACK_MS : LOOK_BACK_MS
  const nearMs = isRestricted ? 0 : NEAR_MS
  const verifiedMs = Math.min(millisecondsOfTs(target.verifiedThrough), nowMs)
  const from = tsOf(verifiedMs - (isDeep ? deepMs : nearMs))
  // Roots from before a channel was watched may have replies since; what people wrote before a direct message was ours is not read.
  return { from: target.kind === 'channel' ? from : latestOf(from, target.sinceTs), through, isDeep, isConfirming: false }
}

/** How long until the next look, by how long ago somebody wrote there. */
export function intervalMs({
  kind,
  activeAtMs,
  nowMs,
  isRestricted,
}: {
  kind: TargetKind
  activeAtMs: number
  nowMs: number
  isRestricted: boolean
}): number {
  const age = nowMs - activeAtMs
  const topLevel = age < HOUR_MS ? 5 * MINUTE_MS : age < DAY_MS ? 15 * MINUTE_MS : HOUR_MS
  const usual = kind === 'thread' ? (age < HOUR_MS ? 15 * MINUTE_MS : age < DAY_MS ? HOUR_MS : 6 * HOUR_MS) : topLevel
  return isRestricted ? 6 * usual : usual
}

/** After so many failures in a row. */
export function pauseAfterFailureMs(failures: number): number {
  return Math.min(10 * MINUTE_MS, 15_000 * 2 ** Math.max(0, failures - 1))
}
/** Slack has said no: that changes only when somebody does something about it. */
export const PAUSE_AFTER_REFUSAL_MS = HOUR_MS
/** The second look at what was missing. */
export const CONFIRM_AFTER_MS = 15_000

/** Threads in which somebody has written within so long are asked for, the newest of them at most. */
export const THREAD_MS = 14 * DAY_MS
export const MOST_THREADS = 500
/** Of a channel that is compared for the first time. */
export const FIRST_LOOK_MS = 30 * DAY_MS

/** Slack's way to write a time. */
export function tsOf(ms: number): string {
  const whole = Math.max(0, Math.floor(ms))
  return `${Math.floor(whole / 1000)}.${String(whole % 1000).padStart(3, '0')}000`
}

/** The last time before it, since Slack's windows leave their ends out. */
export function justBefore(ts: string): string {
  const [seconds = '0', fraction = ''] = ts.split('.')
  const micros = BigInt(seconds) * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6)) - 1n
  if (micros < 0n) return '0.000000'
  return `${micros / 1_000_000n}.${String(micros % 1_000_000n).padStart(6, '0')}`
}

export function latestOf(one: string, other: string): string {
  return isLaterTs(one, other) ? one : other
}
