import { describe, expect, it } from 'vitest'
import type { SlackHealthView } from '@atrium/shared/slack/views.ts'
import { factsOf } from './health.rules.ts'

const NOW = 1_800_000_000_000
const well: SlackHealthView = {
  mode: 'http',
  state: 'active',
  lastEventAt: NOW - 1_000,
  lastEventLagMs: 900,
  waitingEvents: 0,
  deadEvents: 0,
  queuedDeliveries: 0,
  oldestQueuedAt: null,
  unknownLanes: 0,
  blockedLanes: 0,
  blockedReason: null,
  lastError: null,
  missingScopes: [],
  membersLackingScopes: 0,
}
const fact = (name: string, change: Partial<SlackHealthView>) => factsOf({ ...well, ...change }, NOW).find((one) => one.name === name)

describe('the health of a workspace', () => {
  it('[SL10] worries nobody where all is well', () => {
    expect(factsOf(well, NOW).every(({ tone }) => tone === 'plain')).toBe(true)
    expect(fact('Last event', {})?.value).toBe('just now')
    expect(fact('Delay of that event', {})?.value).toBe('none')
  })

  it.each([
    ['Receives over', { mode: 'socket' }, 'Socket Mode', 'plain'],
    ['Last event', { lastEventAt: null }, 'none yet', 'plain'],
    ['Last event', { lastEventAt: NOW - 180_000 }, '3 min ago', 'plain'],
    ['Delay of that event', { lastEventLagMs: 12_000 }, '12 seconds', 'plain'],
    ['Delay of that event', { lastEventLagMs: 600_000 }, '10 minutes', 'warn'],
    ['Delay of that event', { lastEventLagMs: null }, '–', 'plain'],
    ['Waiting to go to Slack', { queuedDeliveries: 1, oldestQueuedAt: NOW }, '1 message', 'plain'],
    ['Waiting to go to Slack', { queuedDeliveries: 7, oldestQueuedAt: NOW - 3_600_000 }, '7 messages, the oldest 1 h ago', 'warn'],
    ['Lost answers', { unknownLanes: 1 }, '1 channel', 'warn'],
    ['Blocked', { blockedLanes: 3 }, '3 channels', 'bad'],
    ['Events tried again', { waitingEvents: 2 }, '2', 'warn'],
    ['Events given up', { deadEvents: 1 }, '1', 'bad'],
    ['Last error', { lastError: { at: NOW - 120_000, text: 'The channel is archived.' } }, 'The channel is archived. (2 min ago)', 'warn'],
    ['Missing scopes', { missingScopes: ['commands', 'team:read'] }, 'commands, team:read', 'warn'],
    ['Have to grant again', { membersLackingScopes: 1 }, '1 member', 'warn'],
    ['Have to grant again', { membersLackingScopes: 12 }, '12 members', 'warn'],
  ] as const)('[SL10] says %s', (name, change, value, tone) => {
    expect(fact(name, change as Partial<SlackHealthView>)).toEqual({ name, value, tone })
  })
})
