import { raw, Router, type Request, type Response } from 'express'
import { parseArguments } from '../methods/arguments.ts'
import type { Call, Caller } from '../methods/method.ts'
import { METHODS, type RegisteredMethod } from '../methods/registry.ts'
import type { SocketHub } from '../socket-mode/socket-hub.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Json } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { answerFault, takeFault } from './api-faults.ts'
import { logCall, type Outcome } from './api-log.ts'
import { assertMayCall, authenticate } from './authenticate.ts'
import { rateLimited } from './rate-limits.ts'
import { readArguments, readBasicCredentials, readToken } from './read-call.ts'

interface Handling {
  world: World
  hub: SocketHub
  method: string
  request: Request
  response: Response
  args: Json
  caller: Caller | undefined
}

const scopeHeaders = (response: Response, caller: Caller | undefined, method: RegisteredMethod | undefined): void => {
  if (!caller) return
  response.set('x-oauth-scopes', caller.token.scopes.join(','))
  if (method?.scopes) response.set('x-accepted-oauth-scopes', method.scopes.join(','))
}

/** Runs the method. @returns the answer, whose `error` is undefined when it went well */
async function answer(handling: Handling, method: RegisteredMethod | undefined): Promise<Json & { ok: boolean; error?: string }> {
  const { world, hub, request, args } = handling
  try {
    if (!method) throw new SlackError('unknown_method')
    if (method.tokens.length > 0) {
      handling.caller = authenticate(world, readToken(request, args))
      assertMayCall(method, handling.caller)
    }
    const given = method.tokens.length === 0 ? { ...args, ...readBasicCredentials(request) } : args
    const call = { world, hub, caller: handling.caller } as Call
    return { ok: true, ...(await method.run(call, parseArguments(method.args, given))) }
  } catch (error) {
    if (error instanceof SlackError) return { ok: false, error: error.code, ...error.details }
    throw error
  }
}

/** Whether the limits refuse this call; asked before anything happens. */
function limited(handling: Handling): number | undefined {
  const { world, request, args, method } = handling
  try {
    const caller = authenticate(world, readToken(request, args))
    handling.caller = caller
    return rateLimited(world, method, { caller, args })
  } catch {
    return undefined
  }
}

const log = (handling: Handling, error: string | null, of: Pick<Outcome, 'status' | 'retryAfterS' | 'fault' | 'answer'>): void =>
  logCall(handling.world, { ...handling, error, ...of })

async function handle(handling: Handling): Promise<void> {
  const { world, request, response } = handling
  handling.args = await readArguments(request)
  const method = METHODS[handling.method]
  const retryAfterS = limited(handling)
  const before = takeFault(world, handling.method, 'before')
  if (before) {
    log(handling, before.kind, { ...answerFault(before, response), fault: before })
    return
  }
  if (retryAfterS !== undefined) {
    response.status(429).set('retry-after', String(retryAfterS)).json({ ok: false, error: 'ratelimited' })
    log(handling, 'ratelimited', { status: 429, retryAfterS })
    return
  }
  const answered = await answer(handling, method)
  const after = takeFault(world, handling.method, 'after')
  if (after) {
    log(handling, after.kind, { ...answerFault(after, response), fault: after })
    return
  }
  scopeHeaders(response, handling.caller, method)
  log(handling, answered.error ?? null, { status: 200, answer: answered })
  response.json(answered)
}

/** `POST /api/<method>`. @see https://docs.slack.dev/apis/web-api */
export function createApiRouter(world: World, hub: SocketHub): Router {
  const router = Router()
  router.use(raw({ type: () => true, limit: '4mb' }))
  router.all('/:method', async (request, response) => {
    const method = String(request.params.method)
    const handling: Handling = { world, hub, method, request, response, args: {}, caller: undefined }
    try {
      await handle(handling)
    } catch (error) {
      if (!(error instanceof SlackError)) throw error
      log(handling, error.code, { status: 200 })
      response.json({ ok: false, error: error.code })
    }
  })
  return router
}
