import { describe, expect, it } from 'vitest'
import type { SlackFailure } from '../slack-failure.rules.ts'
import { lookOfFailure, NOT_CONNECTED, outcomeOfFailure, permalinkOf, SENDER_CANNOT_POST } from './egress.rules.ts'

const post = { method: 'chat.postMessage', owner: 'app', repeatable: false } as const
const bySender = { ...post, owner: 'sender' } as const

describe('a failed post', () => {
  it.each([
    [
      { kind: 'rate_limited', error: 'ratelimited', retryAfterMs: 7_000 },
      { kind: 'retry', afterMs: 7_000, gate: 'chat.postMessage' },
    ],
    [
      { kind: 'dead_token', error: 'token_revoked' },
      { kind: 'blocked', reason: NOT_CONNECTED },
    ],
    [
      { kind: 'missing_scope', error: 'missing_scope', needed: ['mpim:write'], provided: [] },
      { kind: 'failed', reason: expect.stringContaining('mpim:write') },
    ],
    [
      { kind: 'refused', error: 'is_archived' },
      { kind: 'failed', reason: 'The Slack channel is archived.' },
    ],
    [
      { kind: 'refused', error: 'something_new' },
      { kind: 'failed', reason: 'Slack refused it (something_new).' },
    ],
    [
      { kind: 'unreachable', error: 'ECONNREFUSED' },
      { kind: 'retry', gate: null },
    ],
    [{ kind: 'uncertain', error: 'http_500' }, { kind: 'unknown' }],
  ] as [SlackFailure, object][])('%o', (failure, outcome) => {
    expect(outcomeOfFailure(failure, post)).toMatchObject(outcome)
  })

  it('[BR2] of a sender whose grant is gone goes another way instead of stopping everybody', () => {
    const dropped = { kind: 'dropped', reason: SENDER_CANNOT_POST }
    expect(outcomeOfFailure({ kind: 'dead_token', error: 'token_revoked' }, bySender)).toEqual(dropped)
    expect(outcomeOfFailure({ kind: 'missing_scope', error: 'missing_scope', needed: ['chat:write'], provided: [] }, bySender)).toEqual(
      dropped,
    )
  })

  it('may be repeated at once when the call does nothing twice', () => {
    expect(outcomeOfFailure({ kind: 'uncertain', error: 'timeout' }, { ...post, repeatable: true })).toMatchObject({ kind: 'retry' })
  })
})

describe('a failed look', () => {
  const look = { method: 'conversations.history', owner: 'app' } as const
  it('waits, blocks, or stays unclear; it never says that nothing was there', () => {
    expect(lookOfFailure({ kind: 'rate_limited', error: 'ratelimited', retryAfterMs: 60_000 }, look)).toMatchObject({
      kind: 'unclear',
      afterMs: 60_000,
    })
    expect(lookOfFailure({ kind: 'dead_token', error: 'token_revoked' }, look)).toMatchObject({ kind: 'blocked' })
    expect(lookOfFailure({ kind: 'dead_token', error: 'token_revoked' }, { ...look, owner: 'sender' })).toMatchObject({ kind: 'lost' })
    expect(lookOfFailure({ kind: 'refused', error: 'channel_not_found' }, look)).toMatchObject({ kind: 'astray' })
    expect(lookOfFailure({ kind: 'uncertain', error: 'timeout' }, look)).toMatchObject({ kind: 'unclear' })
    expect(lookOfFailure({ kind: 'missing_scope', error: 'missing_scope', needed: ['im:history'], provided: [] }, look)).toMatchObject({
      kind: 'unclear',
    })
  })
})

it('builds the address of a message as Slack does', () => {
  const at = { channel: 'C1', ts: '1700000000.000100' }
  expect(permalinkOf('https://northwind.slack.com/', { ...at, threadTs: null })).toBe(
    'https://northwind.slack.com/archives/C1/p1700000000000100',
  )
  expect(permalinkOf('https://northwind.slack.com/', { ...at, threadTs: '1.2' })).toContain('?thread_ts=1.2&cid=C1')
})
