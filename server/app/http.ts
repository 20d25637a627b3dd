import { createExpressMiddleware } from '@trpc/server/adapters/express'
import compression from 'compression'
import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import helmet from 'helmet'
import { sql } from 'kysely'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import type { Auth } from '../identity/create-auth.ts'
import { fileRoutes } from '../chat/files/files-http.ts'
import { reportRoutes } from '../inbox/reports/reports-http.ts'
import { apiRoutes } from '../integrations/api/api-http.ts'
import { identityRoutes } from '../identity/identity-http.ts'
import { requireOrigin } from '../identity/require-origin.ts'
import type { Config } from '../infra/config.ts'
import type { ChangeFeed, Scenes } from '../infra/live.ts'
import type { Metrics } from '../infra/metrics.ts'
import type { Services } from '../infra/services.ts'
import { eventsBefore } from '../slack/ingress/http-events.ts'
import { mountSlackRoutes } from '../slack/ingress/http-routes.ts'
import type { Ingress } from '../slack/ingress/receive-envelope.ts'
import type { SlackServices } from '../slack/slack-services.ts'
import { addressOf } from './request-address.ts'
import { appRouter } from './router.ts'

export interface HttpOptions {
  config: Config
  services: SlackServices
  auth: Auth
  feed: ChangeFeed
  scenes: Scenes
  metrics: Metrics
  /** False once the server is going down: the balancer should look elsewhere. */
  ready: () => boolean
  ingress: Ingress
}

const MAX_BODY = 256 << 10
const MAX_BATCH = 32

/** Everything but the WebSocket. What verifies raw bodies stands before anything that would read them. */
export function createHttp(options: HttpOptions): RequestListener {
  const { config } = options
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', 'loopback')
  app.use(securityHeaders(config.publicUrl))
  app.get('/healthz', (_request, response) => void response.type('text').send('ok'))
  app.get('/readyz', readiness(options))
  app.get('/metrics', async (_request, response) => {
    response.type(options.metrics.registry.contentType).send(await options.metrics.registry.metrics())
  })
  mountSlackRoutes(app, { ...options, resolveActor: (request) => options.auth.resolveActor(request.headers) })
  app.use(identityRoutes(options))
  app.use(fileRoutes(options))
  app.use(reportRoutes(options))
  app.use(apiRoutes(options))
  app.use('/trpc', requireOrigin(config.publicUrl), procedures(options))
  app.use('/api', (_request, response) => void response.status(404).json({ error: 'not_found' }))
  app.use(client(config.clientFolder))
  app.use(failed(options.services))
  return eventsBefore(app, options.ingress)
}

function securityHeaders(publicUrl: string): RequestHandler {
  const secure = publicUrl.startsWith('https:')
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // Safari before 15.4 does not count the socket as 'self'.
        connectSrc: ["'self'", publicUrl.replace(/^http/, 'ws')],
        imgSrc: ["'self'", 'https:', 'data:'],
        styleSrc: ["'self'"],
        // Solid writes `style="…"` of its templates as attributes.
        styleSrcAttr: ["'unsafe-inline'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: secure,
    crossOriginOpenerPolicy: secure,
    originAgentCluster: secure,
    referrerPolicy: { policy: 'same-origin' },
  })
}

function readiness({ services, ready }: HttpOptions): RequestHandler {
  return async (_request, response) => {
    const answers =
      ready() &&
      (await sql`select 1`.execute(services.db).then(
        () => true,
        () => false,
      ))
    response
      .status(answers ? 200 : 503)
      .type('text')
      .send(answers ? 'ready' : 'not ready')
  }
}

function procedures({ config, services, auth, feed, scenes }: HttpOptions): RequestHandler {
  const { publicUrl } = config
  return createExpressMiddleware({
    router: appRouter,
    maxBatchSize: MAX_BATCH,
    maxBodySize: MAX_BODY,
    createContext: async ({ req }) => ({
      ...(await auth.resolveActor(req.headers)),
      services,
      feed,
      scenes,
      publicUrl,
      socket: null,
      address: addressOf(req),
    }),
  })
}

/** The built client: hashed files for good, the page itself never from a cache; every other path is one of its routes. */
function client(folder: string): express.Router {
  const routes = express.Router()
  // Of what is the same for everybody only: answers with secrets in them are not compressed.
  routes.use(compression())
  routes.use('/assets', express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }))
  routes.use(express.static(folder, { index: false, maxAge: '1h' }))
  routes.get('/*path', page(folder))
  routes.get('/', page(folder))
  return routes
}

function page(folder: string): RequestHandler {
  return (_request, response, next) => {
    response.setHeader('cache-control', 'no-cache')
    response.sendFile(join(folder, 'index.html'), { cacheControl: false }, (error) => error && next(error))
  }
}

function failed({ logger }: Services): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const status = statusOf(error)
    if (status >= 500) logger.error({ err: error }, 'a request failed')
    if (response.headersSent) return next(error)
    response.status(status).json({ error: status === 404 ? 'not_found' : status < 500 ? 'bad_input' : 'internal' })
  }
}

function statusOf(error: unknown): number {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500
}
