import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Router } from 'express'
import { inOrganization, type Tx } from '@atrium/db/transaction.ts'
import type { Services } from '../../infra/services.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { authenticateKey, type AuthenticatedKey } from '../keys/authenticate-key.ts'
import { answerProblem, ApiProblem } from './api-problem.ts'
import { keepAnswer, type Answer } from './keep-answer.ts'
import { openApiDocument } from './openapi.rules.ts'
import type { Operation } from './operation.ts'
import { OPERATIONS } from './operations.ts'

export interface ApiHttpOptions {
  config: { publicUrl: string; apiRequestsPerMinute: number }
  services: Services
}

/** As for procedures. */
const MAX_BODY = 256 << 10
const LONGEST_IDEMPOTENCY_KEY = 255

/** `/api/v1`: what programs do in the inbox with a key. A key is in a header that browsers do not send by themselves, so that no origin is asked for. */
export function apiRoutes(options: ApiHttpOptions): Router {
  const { config, services } = options
  const routes = express.Router()
  const document = openApiDocument(OPERATIONS, config.publicUrl)
  routes.get('/openapi.json', (_request, response) => void response.json(document))
  routes.use(noStore)
  const readBody = express.json({ limit: MAX_BODY, inflate: false, strict: true })
  for (const operation of OPERATIONS) {
    const path = operation.path.replaceAll(/\{(\w+)\}/g, ':$1')
    routes[operation.method](path, authenticated(options, operation), requireJson(operation), readBody, answering(options, operation))
  }
  routes.use(() => {
    throw new ApiProblem(404, 'not_found', `There is no such address. What there is stands in ${config.publicUrl}/api/v1/openapi.json.`)
  })
  const failed: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    if (response.headersSent) next(error)
    else answerProblem(response, error, services.logger)
  }
  routes.use(failed)
  return express.Router().use('/api/v1', routes)
}

const noStore: RequestHandler = (_request, response, next) => {
  response.set('cache-control', 'no-store')
  next()
}

/** Before the body is read: what strangers send is not looked at. */
function authenticated({ config, services }: ApiHttpOptions, operation: Operation): RequestHandler {
  return async (request, response, next) => {
    const token = /^Bearer +([\w-]{1,200})$/i.exec(request.headers.authorization ?? '')?.[1]
    const key = token ? await authenticateKey(services, { token, mostPerMinute: config.apiRequestsPerMinute }) : null
    if (!key) {
      const detail = 'Send a key as "Authorization: Bearer atrium_…". This one is missing, unknown, expired or revoked.'
      throw new ApiProblem(401, 'not_signed_in', detail, { 'www-authenticate': 'Bearer' })
    }
    if (key.waitMs !== null) {
      const seconds = Math.ceil(key.waitMs / 1_000)
      const detail = `This key may be used ${config.apiRequestsPerMinute} times a minute. Go on in ${seconds} s.`
      throw new ApiProblem(429, 'too_many', detail, { 'retry-after': String(seconds) })
    }
    if (operation.scope && !key.scopes.includes(operation.scope)) {
      throw new ApiProblem(403, 'not_allowed', `This key lacks the scope ${operation.scope}. Make one that has it, in Settings, API keys.`)
    }
    response.locals.key = key
    next()
  }
}

function requireJson({ body }: Operation): RequestHandler {
  return (request, _response, next) => {
    if (body && !request.is('application/json')) throw new ApiProblem(415, 'bad_input', 'Send the body as application/json.')
    next()
  }
}

function answering(options: ApiHttpOptions, operation: Operation): RequestHandler {
  return async (request, response) => {
    const key = response.locals.key as AuthenticatedKey
    const { status, body, isRepeated } = await answerOf(options, operation, { request, key })
    if (isRepeated) response.set('idempotency-replayed', 'true')
    response.status(status).type('application/json').send(body)
  }
}

async function answerOf(
  { config, services }: ApiHttpOptions,
  operation: Operation,
  { request, key }: { request: Request; key: AuthenticatedKey },
): Promise<Answer & { isRepeated: boolean }> {
  const { actor } = key
  const nowMs = services.clock.now()
  const call = {
    ...{ actor, key, nowMs, publicUrl: config.publicUrl },
    params: operation.params.parse(request.params),
    query: operation.query.strict().parse(request.query),
    body: operation.body ? operation.body.parse(request.body) : null,
  }
  const work = async (tx: Tx): Promise<Answer> => {
    const answer = operation.answer.parse(await operation.run(tx, call))
    return { status: operation.status, body: JSON.stringify(answer) }
  }
  if (operation.method === 'get') return { ...(await inOrganization(services.db, actor.organizationId, work)), isRepeated: false }
  const idempotencyKey = idempotencyKeyOf(request)
  return commitInOrganization(services, actor.organizationId, async (tx) => {
    if (idempotencyKey === null) return { ...(await work(tx)), isRepeated: false }
    const repeatable = { idempotencyKey, method: operation.method, path: request.path, body: request.body as unknown, nowMs }
    return keepAnswer(tx, actor, { request: repeatable, work: () => work(tx) })
  })
}

function idempotencyKeyOf(request: Request): string | null {
  const key = request.get('idempotency-key')
  if (key === undefined) return null
  if (key.length === 0 || key.length > LONGEST_IDEMPOTENCY_KEY)
    throw new ApiProblem(400, 'bad_input', `An Idempotency-Key has 1 to ${LONGEST_IDEMPOTENCY_KEY} characters.`)
  return key
}
