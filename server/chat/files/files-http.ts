import { Router, type Request, type RequestHandler, type Response } from 'express'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { MOST_FILES } from '@atrium/shared/chat/file-limits.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { Auth } from '../../identity/create-auth.ts'
import { requireOrigin } from '../../identity/require-origin.ts'
import { answerError } from '../../infra/answer-error.ts'
import type { Config } from '../../infra/config.ts'
import type { Services } from '../../infra/services.ts'
import { serveFile } from './serve-file.ts'
import { uploadFile } from './upload-file.ts'
import { tooLarge } from './write-chunks.ts'

export interface FileRouteParts {
  config: Pick<Config, 'publicUrl' | 'maxFileBytes'>
  services: Services
  auth: Auth
}

/** Of one person, on this node. */
const UPLOADS_PER_MINUTE = 120
/** From one piece of an upload to the next. */
const IDLE_MS = 60_000

/**
 * `POST /api/files?name=…` (the bytes as its body), `GET /api/files` (what may be sent), and
 * `GET /api/files/:organizationId/:fileId` with `/thumbnail`. To be mounted before anything that reads bodies.
 */
export function fileRoutes(parts: FileRouteParts): Router {
  const routes = Router()
  routes.use('/api/files', requireOrigin(parts.config.publicUrl))
  routes.post('/api/files', uploads(parts))
  routes.get('/api/files', (_request, response) => void response.json({ maxBytes: parts.config.maxFileBytes, maxFiles: MOST_FILES }))
  routes.get('/api/files/:organizationId/:fileId', serveFile(parts, 'original'))
  routes.get('/api/files/:organizationId/:fileId/thumbnail', serveFile(parts, 'thumbnail'))
  return routes
}

function uploads({ config, services, auth }: FileRouteParts): RequestHandler {
  const limiter = new RateLimiterMemory({ points: UPLOADS_PER_MINUTE, duration: 60 })
  return async (request, response) => {
    try {
      const { actor } = await auth.resolveActor(request.headers)
      if (!actor) throw new AtriumError('not_signed_in')
      await limiter.consume(actor.personId).catch(() => {
        throw new AtriumError('too_many')
      })
      response.json({ file: await receive(request, { services, actor, maxBytes: config.maxFileBytes }) })
    } catch (error) {
      refuse(request, response, { services, error })
    }
  }
}

async function receive(request: Request, { services, actor, maxBytes }: { services: Services; actor: PersonActor; maxBytes: number }) {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes)
  request.setTimeout(IDLE_MS, () => request.destroy())
  // What is refused is still answered, so the request outlives the reading.
  const source = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>
  const name = typeof request.query.name === 'string' ? request.query.name : ''
  return uploadFile(services, actor, { name, mimeType: request.headers['content-type'], source, maxBytes })
}

function refuse(request: Request, response: Response, { services, error }: { services: Services; error: unknown }): void {
  // Cut off: there is nobody to tell.
  if (request.destroyed && !request.complete) return
  answerError(response, { logger: services.logger, error, what: 'a file could not be taken' })
  request.resume()
}
