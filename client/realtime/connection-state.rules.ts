/**
 * The connection as a state machine.
 *
 * ```
 *   connecting ──opened──▶ resyncing ──caughtUp──▶ online
 *       │                   │    ▲                  │  │
 *       │                 lost  opened             lost gap (feed says resync)
 *       ▼                   ▼    │                  │  ▼
 *   reconnecting ◀──────────┴────┴──────────────────┘  resyncing
 *   any state ──refused (4401: the session has ended)──▶ signedOut (final)
 * ```
 *
 * - connecting: the first socket of this page is being opened.
 * - resyncing: the socket is open; the feed is being resumed, or snapshots fetched anew. What is on the screen may be old.
 * - online: everything that happens arrives.
 * - reconnecting: the socket is gone, attempts follow each other with full jitter. Mutations wait in the outbox.
 * - signedOut: the server ended the session. Nothing is tried again; the person signs in.
 */
export type ConnectionState =
  | { name: 'connecting' }
  | { name: 'resyncing' }
  | { name: 'online' }
  | { name: 'reconnecting'; sinceMs: number }
  | { name: 'signedOut' }

export type ConnectionEvent =
  | { type: 'opened' }
  | { type: 'caughtUp' }
  | { type: 'gap' }
  | { type: 'lost'; nowMs: number }
  | { type: 'refused' }

export const SESSION_ENDED = 4401

export function nextConnectionState(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  if (state.name === 'signedOut') return state
  switch (event.type) {
    case 'opened':
      return state.name === 'online' ? state : { name: 'resyncing' }
    case 'caughtUp':
      return state.name === 'resyncing' ? { name: 'online' } : state
    case 'gap':
      return state.name === 'online' ? { name: 'resyncing' } : state
    case 'lost':
      return state.name === 'reconnecting' ? state : { name: 'reconnecting', sinceMs: event.nowMs }
    case 'refused':
      return { name: 'signedOut' }
  }
}
