import { describe, expect, it } from 'vitest'
import { nextConnectionState, type ConnectionEvent, type ConnectionState } from './connection-state.rules.ts'
import { reconnectDelayMs } from './reconnect-delay.rules.ts'

function after(...events: ConnectionEvent[]): ConnectionState {
  return events.reduce(nextConnectionState, { name: 'connecting' })
}
const lost: ConnectionEvent = { type: 'lost', nowMs: 100 }

describe('the connection', () => {
  it('is online once the feed has caught up', () => {
    expect(after({ type: 'opened' })).toEqual({ name: 'resyncing' })
    expect(after({ type: 'opened' }, { type: 'caughtUp' })).toEqual({ name: 'online' })
  })
  it('cannot be caught up without a socket', () => {
    expect(after(lost, { type: 'caughtUp' })).toEqual({ name: 'reconnecting', sinceMs: 100 })
  })
  it('[SP11] remembers since when it is gone, over any number of attempts', () => {
    expect(after({ type: 'opened' }, lost, { type: 'lost', nowMs: 900 })).toEqual({ name: 'reconnecting', sinceMs: 100 })
  })
  it('goes back to resyncing when the feed has a gap', () => {
    expect(after({ type: 'opened' }, { type: 'caughtUp' }, { type: 'gap' })).toEqual({ name: 'resyncing' })
  })
  it('[ID1] stays signed out whatever the socket does', () => {
    expect(after({ type: 'refused' }, lost, { type: 'opened' }, { type: 'caughtUp' })).toEqual({ name: 'signedOut' })
  })
})

describe('the delay before a new attempt', () => {
  it('[SP11] never exceeds 1.5 s in the first minute', () => {
    for (let attempt = 0; attempt < 40; attempt++) expect(reconnectDelayMs(attempt, 0.999)).toBeLessThanOrEqual(1_500)
  })
  it('is spread from nothing up to its bound', () => {
    expect(reconnectDelayMs(5, 0)).toBe(0)
    expect(reconnectDelayMs(0, 1)).toBe(250)
    expect(reconnectDelayMs(500, 1)).toBe(15_000)
  })
})
