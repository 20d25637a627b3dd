import { getWSConnectionHandler } from '@trpc/server/adapters/ws'
import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Auth } from '../identity/create-auth.ts'
import type { ResolvedActor } from '../identity/resolve-actor.ts'
import type { SessionSockets } from '../identity/session-sockets.ts'
import type { ChangeFeed, Scenes, SocketHandle } from '../infra/live.ts'
import type { Metrics } from '../infra/metrics.ts'
import type { Services } from '../infra/services.ts'
import type { RequestContext } from '../infra/trpc.ts'
import { startPulse } from './pulse.ts'
import { addressOf } from './request-address.ts'
import { appRouter } from './router.ts'
import { Caps, type CapLimits } from './socket-caps.ts'
import { socketEncoder } from './socket-encoder.ts'
import { socketHandle } from './socket-handle.ts'
import { splitMessages } from './split-messages.ts'

export interface SocketsOptions {
  services: Services
  publicUrl: string
  auth: Pick<Auth, 'resolveActor'>
  sessions: SessionSockets
  feed: ChangeFeed
  scenes: Scenes
  metrics: Metrics
  limits: CapLimits & Partial<SocketLimits>
}
export interface SocketLimits extends CapLimits {
  /** A client that has not answered the last ping by the next is gone. */
  pingMs: number
  /** Answers that nobody reads. */
  cutAtBytes: number
  /** How long clients have for their goodbye at shutdown. */
  drainMs: number
}
export interface Sockets {
  count(): number
  /** No new ones; the open ones are asked to come back elsewhere (1012). */
  drain(): Promise<void>
}

const LIMITS: Omit<SocketLimits, keyof CapLimits> = { pingMs: 5_000, cutAtBytes: 8 << 20, drainMs: 2_000 }
const MAX_PAYLOAD = 64 << 10
const MAX_BATCH = 32

/** tRPC and presence on one WebSocket at `/trpc`: exact origin, session resolved once, at the upgrade. */
export function attachSockets(server: Server, options: SocketsOptions): Sockets {
  const limits = { ...LIMITS, ...options.limits }
  const wss = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD, perMessageDeflate: false, clientTracking: true })
  const caps = new Caps(limits)
  const contexts = new WeakMap<WebSocket, RequestContext>()
  const pulse = startPulse(limits)
  let draining = false
  const serve = getWSConnectionHandler({
    wss,
    router: appRouter,
    experimental_encoder: socketEncoder,
    maxBatchSize: MAX_BATCH,
    createContext: ({ res }) => {
      const context = contexts.get(res)
      if (!context) throw new Error('a socket without a context')
      return context
    },
  })

  const refuse = (socket: Duplex, status: number, reason: string): void => {
    options.metrics.socketsRefused.inc({ reason })
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  }

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    if (request.url?.split('?')[0] !== '/trpc') return refuse(socket, 404, 'path')
    if (draining) return refuse(socket, 503, 'draining')
    if (request.headers.origin !== options.publicUrl) return refuse(socket, 403, 'origin')
    const address = addressOf(request)
    if (!caps.mayConnect(address)) return refuse(socket, 429, 'address')
    const release = caps.connected(address)
    socket.once('close', release)
    const resolved = await options.auth.resolveActor(request.headers)
    if (socket.destroyed) return
    wss.handleUpgrade(request, socket, head, (ws) => open(ws, socket, { request, resolved, address }))
  }

  function open(ws: WebSocket, connection: Duplex, { request, resolved, address }: Opening): void {
    const { handle, hear } = socketHandle(ws, connection)
    ws.on('error', () => {})
    const whose = resolved.actor?.personId ?? resolved.userId
    if (draining || !whose || !caps.mayOpen(whose)) return turnAway(handle, { draining, known: whose !== null })
    handle.onClose(caps.opened(whose))
    options.sessions.register(resolved, handle)
    pulse.watch(ws, handle)
    contexts.set(ws, contextOf(options, { resolved, address, socket: handle }))
    serve(ws, request)
    splitMessages(ws, hear)
  }

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    upgrade(request, socket, head).catch((error: unknown) => {
      options.services.logger.error({ err: error }, 'a socket could not be opened')
      refuse(socket, 503, 'error')
    })
  })

  return {
    count: () => wss.clients.size,
    async drain() {
      draining = true
      pulse.stop()
      const closed = Array.from(wss.clients, (ws) => new Promise<void>((resolve) => ws.once('close', () => resolve())))
      for (const ws of wss.clients) ws.close(1012, 'the server restarts')
      const giveUp = setTimeout(() => wss.clients.forEach((ws) => ws.terminate()), limits.drainMs)
      await Promise.all(closed)
      clearTimeout(giveUp)
    },
  }
}

interface Opening {
  request: IncomingMessage
  resolved: ResolvedActor
  address: string
}

/** Told through a close code, since a browser cannot read why an upgrade was refused. */
function turnAway(handle: SocketHandle, { draining, known }: { draining: boolean; known: boolean }): void {
  if (draining) handle.close(1012, 'the server restarts')
  else if (!known) handle.close(4401, 'not signed in')
  else handle.close(4429, 'too many tabs')
}

function contextOf(
  { services, publicUrl, feed, scenes }: SocketsOptions,
  { resolved, address, socket }: { resolved: ResolvedActor; address: string; socket: SocketHandle },
): RequestContext {
  return { ...resolved, services, publicUrl, feed, scenes, address, socket }
}
