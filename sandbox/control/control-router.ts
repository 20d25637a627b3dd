import { json, Router } from 'express'
import type { z } from 'zod'
import { SlackError } from '../world/slack-error.ts'
import type { ControlContext, Operation } from './operation.ts'
import { OPERATIONS } from './operations.ts'

const find = (name: string): Operation<z.ZodType, unknown> | undefined =>
  (OPERATIONS as unknown as Record<string, Operation<z.ZodType, unknown> | undefined>)[name]

/**
 * `POST /control/<operation>` with JSON. Only JSON: a page of another origin cannot send that without asking first,
 * and nobody answers.
 */
export function createControlRouter(context: ControlContext): Router {
  const router = Router()
  router.use(json({ limit: '20mb' }))
  router.post('/:name', async (request, response) => {
    const operation = find(request.params.name)
    if (!operation || !request.is('application/json')) {
      response.status(operation ? 415 : 404).json({ error: operation ? 'json_only' : 'unknown_operation' })
      return
    }
    const parsed = operation.input.safeParse(request.body)
    if (!parsed.success) {
      response.status(400).json({ error: 'invalid_arguments', issues: parsed.error.issues })
      return
    }
    try {
      response.json((await operation.run(context, parsed.data)) ?? {})
    } catch (error) {
      if (!(error instanceof SlackError)) throw error
      response.status(400).json({ error: error.code, ...error.details })
    }
  })
  return router
}
