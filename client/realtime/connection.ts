import { createTRPCClient, createWSClient, jsonEncoder, wsLink } from '@trpc/client'
import { createSignal, onCleanup, type Accessor } from 'solid-js'
import type { AppRouter } from '@atrium/server/app/router.ts'
import { nextConnectionState, SESSION_ENDED, type ConnectionEvent, type ConnectionState } from './connection-state.rules.ts'
import { ImpatientSocket } from './impatient-socket.ts'
import { reconnectDelayMs } from './reconnect-delay.rules.ts'

export type Api = ReturnType<typeof createTRPCClient<AppRouter>>
type FrameListener = (frame: Uint8Array) => void

export interface Connection {
  api: Api
  state: Accessor<ConnectionState>
  dispatch(event: ConnectionEvent): void
  /** Presence frames as they arrive. @returns stops listening. */
  onFrame(listener: FrameListener): () => void
  /** Counts sockets: each is new to the server, which wants to hear again in which space it stands. 0 before the first. */
  socketNumber: Accessor<number>
  /** Drops the frame when there is no open socket: positions are worth nothing later. */
  sendFrame(frame: Uint8Array<ArrayBuffer>): void
}

/** What tRPC's client gets for a binary frame: an answer to nobody. */
const harmless = { id: -1, result: { type: 'started' } }
const PING_EVERY_MS = 5_000
const PONG_WITHIN_MS = 2_500

/** One WebSocket for everything: its text frames are tRPC, its binary frames presence. Closed with the owner. */
export function createConnection(options: { onSignedOut: () => void }): Connection {
  const [state, setState] = createSignal<ConnectionState>({ name: 'connecting' })
  const [socketNumber, setSocketNumber] = createSignal(0)
  const dispatch = (event: ConnectionEvent) => setState((now) => nextConnectionState(now, event))
  const frames = createFrameListeners()

  const socket = createWSClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/trpc`,
    WebSocket: ImpatientSocket,
    retryDelayMs: (attempt) => reconnectDelayMs(attempt, Math.random()),
    keepAlive: { enabled: true, intervalMs: PING_EVERY_MS, pongTimeoutMs: PONG_WITHIN_MS },
    experimental_encoder: {
      encode: (message) => jsonEncoder.encode(message),
      decode: (data) => {
        if (typeof data === 'string') return jsonEncoder.decode(data)
        frames.hear(new Uint8Array(data as ArrayBuffer))
        return harmless
      },
    },
    onOpen: () => {
      setSocketNumber((number) => number + 1)
      dispatch({ type: 'opened' })
    },
    onClose: (cause) => {
      if (cause?.code !== SESSION_ENDED) return dispatch({ type: 'lost', nowMs: Date.now() })
      dispatch({ type: 'refused' })
      void socket.close()
      options.onSignedOut()
    },
  })
  const stopWaking = wakeWith(() => socket.connection?.ws)
  onCleanup(() => {
    stopWaking()
    void socket.close()
  })

  return {
    api: createTRPCClient<AppRouter>({ links: [wsLink({ client: socket })] }),
    state,
    dispatch,
    onFrame: frames.add,
    socketNumber,
    sendFrame(frame) {
      const ws = socket.connection?.ws
      if (ws?.readyState === WebSocket.OPEN) ws.send(frame)
    },
  }
}

function createFrameListeners() {
  const listeners = new Set<FrameListener>()
  return {
    hear: (frame: Uint8Array) => listeners.forEach((listener) => listener(frame)),
    add(listener: FrameListener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/**
 * A phone that comes back from another app (SP10) and a laptop that changes networks hold sockets that are dead without
 * knowing. Asks at once, and lets go of a socket that does not answer.
 */
function wakeWith(current: () => WebSocket | null | undefined): () => void {
  const probe = () => {
    const ws = current()
    if (document.hidden || ws?.readyState !== WebSocket.OPEN) return
    const timer = setTimeout(() => ws.close(), PONG_WITHIN_MS / 2)
    ws.addEventListener('message', () => clearTimeout(timer), { once: true })
    ws.send('PING')
  }
  document.addEventListener('visibilitychange', probe)
  addEventListener('online', probe)
  return () => {
    document.removeEventListener('visibilitychange', probe)
    removeEventListener('online', probe)
  }
}
