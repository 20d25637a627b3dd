import type { SlackHealthView } from '@atrium/shared/slack/views.ts'
import { timeAgo } from '../../ui/relative-time.rules.ts'

export interface Fact {
  name: string
  value: string
  tone: 'plain' | 'warn' | 'bad'
}

/** The health of a workspace as lines to read, each with how worrying it is. */
export function factsOf(health: SlackHealthView, nowMs: number): Fact[] {
  const { lastError, missingScopes } = health
  return [
    plain('Receives over', health.mode === 'http' ? 'HTTP' : 'Socket Mode'),
    plain('Last event', health.lastEventAt === null ? 'none yet' : ago(health.lastEventAt, nowMs)),
    { name: 'Delay of that event', ...lagWords(health.lastEventLagMs) },
    { name: 'Waiting to go to Slack', ...queueWords(health, nowMs) },
    counted('Lost answers', health.unknownLanes, { one: '1 channel', many: 'channels', tone: 'warn' }),
    counted('Blocked', health.blockedLanes, { one: '1 channel', many: 'channels', tone: 'bad' }),
    counted('Events tried again', health.waitingEvents, { one: '1', many: '', tone: 'warn' }),
    counted('Events given up', health.deadEvents, { one: '1', many: '', tone: 'bad' }),
    lastError
      ? { name: 'Last error', value: `${lastError.text} (${ago(lastError.at, nowMs)})`, tone: 'warn' }
      : plain('Last error', 'none'),
    missingScopes.length > 0 ? { name: 'Missing scopes', value: missingScopes.join(', '), tone: 'warn' } : plain('Missing scopes', 'none'),
    counted('Have to grant again', health.membersLackingScopes, { one: '1 member', many: 'members', tone: 'warn' }),
  ]
}

const plain = (name: string, value: string): Fact => ({ name, value, tone: 'plain' })

function ago(atMs: number, nowMs: number): string {
  const text = timeAgo(atMs, nowMs)
  return text === 'now' ? 'just now' : /\d (min|h|d)$/.test(text) ? `${text} ago` : `on ${text}`
}

/** Slack tells to the second when something happened. */
function lagWords(lagMs: number | null): Pick<Fact, 'value' | 'tone'> {
  if (lagMs === null) return { value: '–', tone: 'plain' }
  if (lagMs < 2_000) return { value: 'none', tone: 'plain' }
  const late = lagMs < 120_000 ? `${Math.round(lagMs / 1_000)} seconds` : `${Math.round(lagMs / 60_000)} minutes`
  return { value: late, tone: lagMs < 60_000 ? 'plain' : 'warn' }
}

const LONG_QUEUED_MS = 5 * 60_000

function queueWords({ queuedDeliveries, oldestQueuedAt }: SlackHealthView, nowMs: number): Pick<Fact, 'value' | 'tone'> {
  if (queuedDeliveries === 0) return { value: 'nothing', tone: 'plain' }
  const calls = queuedDeliveries === 1 ? '1 message' : `${queuedDeliveries} messages`
  if (oldestQueuedAt === null || nowMs - oldestQueuedAt < 60_000) return { value: calls, tone: 'plain' }
  return { value: `${calls}, the oldest ${ago(oldestQueuedAt, nowMs)}`, tone: nowMs - oldestQueuedAt > LONG_QUEUED_MS ? 'warn' : 'plain' }
}

function counted(name: string, count: number, words: { one: string; many: string; tone: 'warn' | 'bad' }): Fact {
  if (count === 0) return plain(name, 'none')
  return { name, value: count === 1 ? words.one : `${count} ${words.many}`.trim(), tone: words.tone }
}
