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
import type { Services } from '../infra/services.ts'
import { createFeed } from '../realtime/feed/create-feed.ts'
import { createScenes } from '../realtime/presence/create-scenes.ts'
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

const POOL = { app: 24, auth: 6 }

/** One node: the database brought up to date, every part made and joined, and listening. @throws when the port is taken or the database away. */
export async function startServer(config: Config): Promise<RunningServer> {
  const logger = createLogger(config.logLevel)
  await migrate(config.databaseUrl)
  const app = connect({ url: config.databaseUrl, role: 'app', poolSize: POOL.app })
  const accounts = connect({ url: config.databaseUrl, role: 'auth', poolSize: POOL.auth })
  const bus = busOf(config, logger)
  const services: Services = {
    ...{ db: app.db, bus, logger },
    accounts: createAccounts(accounts, systemClock),
    clock: systemClock,
    demo: config.demo,
  }
  const sessions = createSessionSockets(services)
  const auth = createAuth({ config, services, connection: accounts, sockets: sessions })
  const feed = createFeed(services)
  const scenes = createScenes(logger)
  const metrics = createMetrics(() => sockets?.count() ?? 0)
  const workers = startWorkers({ config, services, accounts, scenes })
  let ready = true
  const http = createHttp({ config, services, auth, feed, scenes, metrics, ready: () => ready, mountSlack: workers.mountSlack })
  const server = createServer(http)
  const sockets: Sockets | undefined = attachSockets(server, {
    services,
    publicUrl: config.publicUrl,
    auth,
    sessions,
    feed,
    scenes,
    metrics,
  })
  sessions.start()
  await listen(server, config)
  const address = server.address()
  logger.info({ url: config.publicUrl }, 'Atrium is listening')

  const stop = async (): Promise<void> => {
    ready = false
    const httpClosed = closeHttp(server)
    await sockets.drain()
    await httpClosed
    await scenes.stop()
    await Promise.all([feed.stop(), sessions.stop(), workers.stop()])
    await bus.close()
    await Promise.all([app.close(), accounts.close()])
    logger.info('Atrium has stopped')
  }
  let stopping: Promise<void> | null = null
  return {
    url: config.publicUrl,
    port: address && typeof address === 'object' ? address.port : config.port,
    close: () => (stopping ??= stop()),
  }
}

function busOf({ bus, databaseUrl }: Config, logger: Logger): Bus {
  return bus === 'postgres' ? createPostgresBus({ databaseUrl, logger }) : createInProcessBus()
}

async function listen(server: Server, { host, port }: Config): Promise<void> {
  server.listen(port, host)
  await once(server, 'listening')
}

/** Requests in hand are answered; connections that only wait are closed. */
function closeHttp(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
}
