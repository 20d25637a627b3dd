import { SocketModeClient } from '@slack/socket-mode'
import { LogLevel, type Logger as SdkLogger } from '@slack/web-api'
import { inOrganization } from '@atrium/db/transaction.ts'
import { faultPoint } from '../../infra/fault-point.ts'
import { wakeApp } from '../reconcile/wake-reconcile.ts'
import type { SlackServices } from '../slack-services.ts'
import type { ReceivingApp } from './app-directory.ts'
import { readInteraction } from './interaction.rules.ts'
import type { Ingress } from './receive-envelope.ts'
import { receiveInteraction } from './receive-interaction.ts'

/** Slack closes each connection now and then and gives seconds of warning: with two, one is always there. */
const CONNECTIONS = 2
/** How long Slack may take to answer a ping. The SDK's 5 s end both connections at once when this process, or its machine, stands still for as long. */
const PONG_WITHIN_MS = 15_000
const FIRST_RETRY_MS = 500
const LONGEST_RETRY_MS = 30_000

interface SocketParts {
  services: SlackServices
  ingress: Ingress
  app: ReceivingApp
  appToken: string
}
/** Of the connections of one app. */
interface Connections {
  open: number
  /** None has been open since the last one was. */
  gap: boolean
}
interface SocketEnvelope {
  type: string
  body: unknown
  ack(answer?: Record<string, unknown>): Promise<void>
}
export interface SocketReceiver {
  stop(): Promise<void>
}

/** Receives over Slack's WebSockets what would come over HTTP, by the same function; an event is acknowledged after its commit. */
export function startSocketReceiver(parts: SocketParts): SocketReceiver {
  const stopping = new AbortController()
  const connections: Connections = { open: 0, gap: false }
  const one = (index: number) => keepConnected(parts, { index, connections, signal: stopping.signal })
  const running = Array.from({ length: CONNECTIONS }, (_, index) => one(index))
  return {
    async stop() {
      stopping.abort()
      await Promise.all(running)
    },
  }
}

/** The SDK's own reconnecting gives up on the first refused connection, so that this is done here. */
async function keepConnected(
  parts: SocketParts,
  { index, connections, signal }: { index: number; connections: Connections; signal: AbortSignal },
): Promise<void> {
  const { logger } = parts.services
  const about = { slackApp: parts.app.apiAppId, connection: index + 1 }
  let failures = 0
  while (!signal.aborted) {
    const client = createClient(parts)
    const ended = new Promise<void>((resolve) => client.once('disconnected', () => resolve()))
    const stop = () => void client.disconnect()
    try {
      await client.start()
      failures = 0
      logger.info(about, 'Socket Mode client started')
      signal.addEventListener('abort', stop, { once: true })
      if (signal.aborted) stop()
      await whileOpen(parts, connections, ended)
    } catch (error) {
      failures += 1
      logger.warn({ err: error, ...about }, 'Socket Mode could not connect')
    } finally {
      signal.removeEventListener('abort', stop)
      client.removeAllListeners()
    }
    if (failures > 0) await pause(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1)), signal)
  }
}

/** What happened while no connection was open reached nobody: it is looked up in the history. */
async function whileOpen({ services, app }: SocketParts, connections: Connections, ended: Promise<void>): Promise<void> {
  connections.open += 1
  if (connections.gap) {
    connections.gap = false
    const { organizationId, slackAppId } = app
    await inOrganization(services.db, organizationId, (tx) =>
      wakeApp(tx, organizationId, { slackAppId, nowMs: services.clock.now() }),
    ).catch((error: unknown) => services.logger.error({ err: error }, 'a gap between sockets could not be noted'))
  }
  await ended
  connections.open -= 1
  if (connections.open === 0) connections.gap = true
}

function createClient(parts: SocketParts): SocketModeClient {
  const client = new SocketModeClient({
    appToken: parts.appToken,
    autoReconnectEnabled: false,
    clientPingTimeout: PONG_WITHIN_MS,
    logger: silent,
    clientOptions: { slackApiUrl: parts.services.slackApi.url, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, timeout: 10_000 },
  })
  client.on('slack_event', (envelope: SocketEnvelope) => {
    void receive(parts, envelope).catch((error: unknown) =>
      parts.services.logger.error({ err: error }, 'a Socket Mode envelope was not acknowledged'),
    )
  })
  return client
}

async function receive({ services, ingress, app }: SocketParts, { type, body, ack }: SocketEnvelope): Promise<void> {
  if (type === 'events_api') {
    const receipt = await ingress.receiveEnvelope({ via: 'socket', app, body })
    // Not acknowledged, it comes again; what nobody could ever take is better not asked for twice.
    if (receipt.kind === 'unavailable') return
    await ack()
    faultPoint('ingress.acknowledged')
    return
  }
  const interaction = readInteraction(body)
  const { answer = null, later = null } = interaction ? await receiveInteraction(services, interaction, [app]) : {}
  await ack(answer ? { ...answer } : undefined)
  if (later) ingress.carryOn(later)
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/** The SDK would write whole payloads and socket addresses, which are credentials. */
const silent: SdkLogger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  getLevel: () => LogLevel.ERROR,
  setLevel: () => {},
  setName: () => {},
}
