import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect } from '@atrium/db/connect.ts'
import { migrate } from '@atrium/db/migrate.ts'
import { createAccounts } from '../identity/create-accounts.ts'
import { createAuth } from '../identity/create-auth.ts'
import { createSessionSockets } from '../identity/session-sockets.ts'
import { createPostgresBus } from '../infra/bus-postgres.ts'
import { createInProcessBus, type Bus } from '../infra/bus.ts'
import { systemClock } from '../infra/clock.ts'
import type { Config } from '../infra/config.ts'
import { createLogger, type Logger } from '../infra/logger.ts'
import { createMetrics } from '../infra/metrics.ts'
import { createFeed } from '../realtime/feed/create-feed.ts'
import { createScenes, type ScenesOptions } from '../realtime/presence/create-scenes.ts'
import { createIngress } from '../slack/ingress/receive-envelope.ts'
import { withIntegrations } from '../integrations/integration-services.ts'
import { withSlack } from '../slack/slack-services.ts'
import { startPresence } from '../space/presence.worker.ts'
import { createHttp } from './http.ts'
import { attachSockets, type Sockets } from './sockets.ts'
import { startWorkers } from './workers.ts'

export interface RunningServer {
  /** As people open it. */
  url: string
  port: number
  /** Takes no more, lets everything in hand finish, then lets go of the database. */
  close(): Promise<void>
}

/** What no setting decides: the defaults are for all but tests that would wait for nothing else. */
export interface ServerOptions {
  scenes?: ScenesOptions
}

/** How long a request in hand may take at shutdown. */
const ANSWER_MS = 10_000
/** From the first byte of a request to its last: a large file over a slow line. One that stands still is cut by whoever reads it. */
const REQUEST_MS = 30 * 60_000
const POOL = { app: 24, auth: 6 }

/** One node: the database brought up to date, every part made and joined, and listening. @throws when the port is taken or the database away. */
export async function startServer(config: Config, options: ServerOptions = {}): Promise<RunningServer> {
  const logger = createLogger(config.logLevel)
  await migrate(config.databaseUrl)
  const parts = makeParts(config, logger, options)
  const { server } = parts
  try {
    await listen(server, config)
  } catch (error) {
    await letGo(parts)
    throw error
  }
  const node = run(parts)
  logger.info({ url: config.publicUrl }, 'Atrium is listening')
  const address = server.address()
  let stopping: Promise<void> | null = null
  return {
    url: config.publicUrl,
    port: address && typeof address === 'object' ? address.port : config.port,
    close: () => (stopping ??= node.stop().then(() => logger.info('Atrium has stopped'))),
  }
}

type Parts = ReturnType<typeof makeParts>

/** Everything made, nothing running. */
function makeParts(config: Config, logger: Logger, options: ServerOptions) {
  const app = connect({ url: config.databaseUrl, role: 'app', poolSize: POOL.app })
  const accounts = connect({ url: config.databaseUrl, role: 'auth', poolSize: POOL.auth })
  const bus = busOf(config, logger)
  const clock = systemClock
  const base = {
    db: app.db,
    bus,
    logger,
    clock,
    accounts: createAccounts(accounts, clock),
    demo: config.demo,
    slackSignIn: config.slackSignIn !== null,
  }
  const services = withIntegrations(withSlack(base, config), config)
  const sessions = createSessionSockets(services)
  const auth = createAuth({ config, services, connection: accounts, sockets: sessions })
  const feed = createFeed(services)
  const scenes = createScenes(logger, options.scenes)
  const ingress = createIngress(services)
  const state = { ready: false, sockets: null as Sockets | null }
  const metrics = createMetrics(() => state.sockets?.count() ?? 0)
  const http = createHttp({ config, services, auth, feed, scenes, ingress, metrics, ready: () => state.ready })
  const server = createServer({ requestTimeout: REQUEST_MS }, http)
  return { config, app, accounts, bus, services, sessions, auth, feed, scenes, ingress, metrics, server, state }
}

function run(parts: Parts): { stop(): Promise<void> } {
  const { config, services, accounts, ingress, metrics, sessions, feed, scenes, server, state } = parts
  const sockets = attachSockets(server, { ...parts, publicUrl: config.publicUrl, limits: config.sockets })
  state.sockets = sockets
  sessions.start()
  const presence = startPresence({ services, scenes, feed })
  const workers = startWorkers({ config, services, accounts, ingress, metrics })
  state.ready = true
  return {
    async stop() {
      state.ready = false
      const httpClosed = closeHttp(server)
      await sockets.drain()
      await httpClosed
      await scenes.stop()
      await Promise.all([presence.stop(), feed.stop(), sessions.stop(), workers.stop()])
      await letGo(parts)
    },
  }
}

async function letGo({ bus, app, accounts }: Parts): Promise<void> {
  await bus.close()
  await Promise.all([app.close(), accounts.close()])
}

function busOf({ bus, databaseUrl }: Config, logger: Logger): Bus {
  return bus === 'postgres' ? createPostgresBus({ databaseUrl, logger }) : createInProcessBus()
}

async function listen(server: Server, { host, port }: Config): Promise<void> {
  server.listen(port, host)
  await once(server, 'listening')
}

/** Requests in hand are answered, within reason; connections that only wait are closed. */
function closeHttp(server: Server): Promise<void> {
  const giveUp = setTimeout(() => server.closeAllConnections(), ANSWER_MS)
  return new Promise((resolve) => {
    server.close(() => {
      clearTimeout(giveUp)
      resolve()
    })
    server.closeIdleConnections()
  })
}
