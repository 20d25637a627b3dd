import { Router } from 'express'
import type { World } from '../world/world.ts'
import { avatarSvg } from './avatar.ts'

/** The page where a person acts as any user, and what it needs. */
export function createPageRouter(world: World): Router {
  const router = Router()
  router.get('/avatars/:id/:size', (request, response) => {
    response.type('image/svg+xml').set('cache-control', 'no-cache').send(avatarSvg(world, request.params.id))
  })
  return router
}
