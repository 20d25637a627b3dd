import { redact } from '../http/api-log.ts'
import type { ApiLogEntry, Delivery, Json } from '../world/types.ts'
import { SlackError } from '../world/slack-error.ts'
import type { World } from '../world/world.ts'

/** One line of the log: a call of an app, or something that was sent to one. */
export interface PageLogEntry {
  /** Names it in `/page/log/<key>`. */
  key: string
  at: number
  kind: 'call' | 'event' | 'interaction'
  name: string
  app: string
  team: string
  state: 'ok' | 'failed' | 'waiting'
  /** How it ended, in a few words. */
  outcome: string
  /** What somebody asked to go wrong. */
  fault: string | null
}

/** What is shown when a line is opened. Never a token or a secret. */
export interface PageLogDetail {
  sent: Json
  /** Of a call; null when it was not kept, or nothing was answered. */
  answer: Json | null
  attempts: Delivery['attempts']
}

const MOST = 400

const namesOf = (world: World, of: { app_id: string | null; team_id: string | null }) => ({
  app: world.apps.get(of.app_id ?? '')?.name ?? '',
  team: world.teams.get(of.team_id ?? '')?.name ?? '',
})

const outcomeOf = ({ ok, error, status, retry_after_s: retryAfterS }: ApiLogEntry): string => {
  if (ok) return 'ok'
  if (status === 0) return `no answer: ${error ?? ''}`
  if (status === 429) return `429, retry after ${retryAfterS ?? 1} s`
  return status === 200 ? String(error) : String(status)
}

const callLine = (world: World, entry: ApiLogEntry): PageLogEntry => ({
  ...namesOf(world, entry),
  key: `call-${entry.n}`,
  at: entry.at,
  kind: 'call',
  name: entry.method,
  state: entry.ok ? 'ok' : 'failed',
  outcome: outcomeOf(entry),
  fault: entry.fault
    ? `${entry.fault.kind} ${entry.fault.when === 'after' ? 'after Slack had accepted it' : 'before anything happened'}`
    : null,
})

const STATES = {
  delivered: 'ok',
  pending: 'waiting',
  failed: 'failed',
  dropped: 'failed',
  limited: 'failed',
  disabled: 'failed',
} as const

function deliveryOutcome({ state, attempts }: Delivery): string {
  const last = attempts.at(-1)
  const tries = attempts.length > 1 ? `, ${attempts.length} attempts` : ''
  const why = last?.error && state !== 'delivered' ? `: ${last.error}` : ''
  return `${state}${why}${tries}`
}

const deliveryLine = (world: World, delivery: Delivery): PageLogEntry => ({
  ...namesOf(world, delivery),
  key: `delivery-${delivery.n}`,
  at: delivery.at,
  kind: delivery.kind === 'events_api' ? 'event' : 'interaction',
  name: delivery.type,
  state: STATES[delivery.state],
  outcome: deliveryOutcome(delivery),
  fault: delivery.fault ?? null,
})

/** The latest lines, newest first. */
export function pageLog(world: World): PageLogEntry[] {
  const lines = [
    ...world.apiLog.slice(-MOST).map((entry) => callLine(world, entry)),
    ...world.deliveries.slice(-MOST).map((delivery) => deliveryLine(world, delivery)),
  ]
  return lines.toSorted((a, b) => b.at - a.at || b.key.localeCompare(a.key, 'en', { numeric: true })).slice(0, MOST)
}

/** @throws SlackError `not_found` */
export function pageLogDetail(world: World, key: string): PageLogDetail {
  const [kind, number] = key.split('-')
  const n = Number(number)
  const call = kind === 'call' ? world.apiLog[n - 1] : undefined
  if (call) return { sent: call.args, answer: world.answers.get(n) ?? null, attempts: [] }
  const delivery = kind === 'delivery' ? world.deliveries[n - 1] : undefined
  if (!delivery) throw new SlackError('not_found')
  return { sent: redact(delivery.payload) as Json, answer: null, attempts: delivery.attempts }
}
