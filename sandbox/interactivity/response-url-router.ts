import { json, Router } from 'express'
import { SlackError } from '../world/slack-error.ts'
import type { World } from '../world/world.ts'
import { useResponseUrl, type AppReply } from './response-urls.ts'

const GONE = new Set(['used_url', 'expired_url'])

/** No token is needed: the address is the secret. */
export function createResponseUrlRouter(world: World): Router {
  const router = Router()
  router.post('/response/:team/:id', json({ limit: '1mb' }), (request, response) => {
    try {
      useResponseUrl(world, String(request.params.id), (request.body ?? {}) as AppReply)
      response.type('text').send('ok')
    } catch (error) {
      if (!(error instanceof SlackError)) throw error
      response.status(GONE.has(error.code) ? 404 : 400).json({ ok: false, error: error.code })
    }
  })
  return router
}
