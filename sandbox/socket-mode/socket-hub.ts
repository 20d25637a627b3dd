import type { Server } from 'node:http'
import { WebSocketServer, type WebSocket } from 'ws'
import { makeSecret } from '../world/ids.ts'
import type { Json } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { SocketConnection, type DisconnectReason } from './socket-connection.ts'

export interface SocketMessage {
  type: 'events_api' | 'interactive' | 'slash_commands'
  payload: Json
  retry?: { number: number; reason: string }
}

export interface SocketAnswer {
  acked: boolean
  /** What the app sent back with its acknowledgement. */
  payload?: unknown
  failure?: string
}

export interface SocketHub {
  /** A ticket for one connection, as `apps.connections.open` gives out. @returns the `ws:` address */
  open(appId: string): string
  /** `leaving`: how many of them have been told to end. */
  count(appId: string): { count: number; leaving: number }
  send(appId: string, message: SocketMessage): Promise<SocketAnswer>
  /** `connections`: how many of them, the oldest first and none that is leaving already; absent: all. */
  disconnect(appId: string, how: { reason: DisconnectReason; closeAfterMs: number; connections?: number | undefined }): void
  /** Drops every connection. */
  reset(): void
  close(): void
}

export const MAX_CONNECTIONS = 10
const PING_EVERY_MS = 8_000

/** All Socket Mode connections. Each payload goes to one of an app's, in turn. @see https://docs.slack.dev/apis/events-api/using-socket-mode */
export function createSocketHub(world: World, server: Server): SocketHub {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1_000_000 })
  const tickets = new Map<string, string>()
  const connections = new Map<string, SocketConnection[]>()
  let turn = 0

  const of = (appId: string): SocketConnection[] => connections.get(appId) ?? []

  const dropAll = (): void => {
    for (const list of connections.values()) for (const connection of list) connection.terminate()
  }

  const connect = (appId: string, socket: WebSocket): void => {
    const connection = new SocketConnection(socket, appId)
    connections.set(appId, [...of(appId), connection])
    if (world.apps.get(appId)?.socketMode) connection.hello(of(appId).length)
    else connection.disconnect('link_disabled', 0)
    socket.on('close', () => {
      connections.set(
        appId,
        of(appId).filter((other) => other !== connection),
      )
    })
    socket.on('error', () => socket.terminate())
  }

  server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', 'http://sandbox')
    const ticket = url.searchParams.get('ticket') ?? ''
    const appId = tickets.get(ticket)
    tickets.delete(ticket)
    if (url.pathname !== '/socket-mode' || !appId || of(appId).length >= MAX_CONNECTIONS) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => connect(appId, accepted))
  })

  const pings = setInterval(() => {
    for (const list of connections.values()) for (const connection of list) connection.ping()
  }, PING_EVERY_MS)

  return {
    open(appId) {
      const ticket = makeSecret()
      tickets.set(ticket, appId)
      return `${world.baseUrl.replace('http', 'ws')}/socket-mode?ticket=${ticket}&app_id=${appId}`
    },
    count: (appId) => ({ count: of(appId).length, leaving: of(appId).filter(({ leaving }) => leaving).length }),
    async send(appId, message) {
      // A connection that closes before its acknowledgement hands the same envelope to the next, still as its first attempt.
      for (let tries = 0; tries <= MAX_CONNECTIONS; tries++) {
        const open = of(appId).filter((connection) => connection.takesWork)
        const connection = open[turn++ % Math.max(1, open.length)]
        if (!connection) return { acked: false, failure: 'connection_failed' }
        const answer = await connection.send(message, world.settings.ack_timeout_ms)
        if (answer !== 'closed') return answer
      }
      return { acked: false, failure: 'connection_failed' }
    },
    disconnect(appId, { reason, closeAfterMs, connections: count }) {
      const told = count === undefined ? of(appId) : of(appId).filter(({ leaving }) => !leaving)
      for (const connection of told.slice(0, count)) connection.disconnect(reason, closeAfterMs)
    },
    reset: dropAll,
    close() {
      clearInterval(pings)
      dropAll()
      sockets.close()
    },
  }
}
