import { json, Router, type Request, type Response } from 'express'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { z } from 'zod'
import { organizationsOfKey } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { answerError } from '../infra/answer-error.ts'
import type { Config } from '../infra/config.ts'
import type { Services } from '../infra/services.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { cookieNames, isSecure } from './cookies.ts'
import type { Auth } from './create-auth.ts'
import { enterAsVisitor, type EnteredVisitor } from './enter-as-visitor.ts'
import { findDemoUser } from './find-demo-user.ts'
import { requireOrigin } from './require-origin.ts'
import { hashToken } from './tokens.ts'

interface Parts {
  config: Config
  services: Services
  auth: Auth
}

const guestInput = z.object({ token: z.string().min(20).max(80), name: z.string().trim().min(1).max(80) })

/** `/api/auth/*`, `POST /api/guest`, and in the demo `GET /api/demo/enter?as=ada`. To be mounted before anything that reads bodies. */
export function identityRoutes(parts: Parts): Router {
  const { config, auth } = parts
  const routes = Router()
  routes.use(['/api/auth', '/api/guest'], requireOrigin(config.publicUrl))
  routes.all('/api/auth/*path', (request, response) => auth.handle(request, response, addressOf(request)))
  routes.post('/api/guest', json({ limit: '4kb' }), guestHandler(parts))
  if (config.demo) routes.get('/api/demo/enter', (request, response) => enterDemo(parts, request, response))
  return routes
}

function guestHandler({ config, services }: Parts) {
  const limiter = new RateLimiterMemory({ points: config.demo ? 600 : 20, duration: 60 })
  return async (request: Request, response: Response) => {
    try {
      await limiter.consume(addressOf(request)).catch(() => {
        throw new AtriumError('too_many')
      })
      const input = guestInput.safeParse(request.body)
      if (!input.success) throw new AtriumError('bad_input')
      const { actor, ...visit } = await letIn(services, { ...input.data, address: addressOf(request) })
      setVisitorCookie(response, config, visit)
      response.json({ spaceId: actor.spaceId, roomId: actor.roomId })
    } catch (error) {
      answerError(response, { logger: services.logger, error, what: 'a visitor could not be let in' })
    }
  }
}

async function letIn(services: Services, input: { token: string; name: string; address: string }): Promise<EnteredVisitor> {
  const [organizationId] = await organizationsOfKey(services.db, 'guest_link', hashToken(input.token))
  if (!organizationId) throw new AtriumError('expired')
  const nowMs = services.clock.now()
  return commitInOrganization(services, organizationId, (tx) => enterAsVisitor(tx, { ...input, organizationId, nowMs }))
}

function setVisitorCookie(response: Response, { publicUrl }: Config, { token, expiresAtMs }: { token: string; expiresAtMs: number }): void {
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure(publicUrl), expires: new Date(expiresAtMs) } as const
  response.cookie(cookieNames(publicUrl).visitor, token, options)
}

async function enterDemo({ services, auth }: Parts, request: Request, response: Response): Promise<void> {
  const userId = await findDemoUser(services, String(request.query.as ?? ''))
  if (!userId) {
    response.status(404).type('text').send('Nobody of that name is in the demo.')
    return
  }
  response.setHeader('set-cookie', await auth.openSession(userId, request.headers))
  response.redirect(303, '/')
}

function addressOf(request: Request): string {
  return request.ip ?? request.socket.remoteAddress ?? ''
}
