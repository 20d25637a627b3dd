import { initTRPC, TRPCError } from '@trpc/server'
import { z } from 'zod'
import { AtriumError, ERRORS, type ErrorCode } from '@atrium/shared/errors.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { UserId } from '@atrium/shared/ids.ts'
import { describeInput } from './input-problem.rules.ts'
import type { ChangeFeed, Scenes, SocketHandle } from './live.ts'
import type { Services } from './services.ts'

export interface RequestContext {
  services: Services
  /** Null for strangers. Resolved once per socket or HTTP request. */
  actor: PersonActor | null
  /** SHA-256 of the session or visitor token, in hex; binds OAuth states to the browser. */
  sessionHash: string | null
  /** The account behind a signed-in request, member or not yet; null for visitors and strangers. */
  userId: UserId | null
  socket: SocketHandle | null
  feed: ChangeFeed
  scenes: Scenes
  /** Of the peer, for the audit log. */
  address: string
  /** The address of this server as the person sees it, without a slash at the end. */
  publicUrl: string
}
/** Who may call a procedure. Stated by each, tried against everybody by the authorization matrix. */
export type Access = 'public' | 'signed-in' | 'person' | 'member' | 'admin' | 'owner'
export interface ProcedureMeta {
  access: Access
}

const t = initTRPC
  .context<RequestContext>()
  .meta<ProcedureMeta>()
  .create({
    errorFormatter({ shape, error, ctx }) {
      const known = atriumErrorOf(error)
      if (!known && error.code === 'INTERNAL_SERVER_ERROR') ctx?.services.logger.error({ err: error.cause ?? error }, 'a procedure failed')
      const code: ErrorCode =
        known?.code ?? (error.code === 'BAD_REQUEST' ? 'bad_input' : error.code === 'NOT_FOUND' ? 'not_found' : 'internal')
      const input = error.cause instanceof z.core.$ZodError ? describeInput(error.cause) : null
      const message = known?.message ?? input?.message ?? ERRORS[code].text
      const { code: trpcCode, httpStatus } = shape.data
      return {
        ...shape,
        message,
        data: {
          code: trpcCode,
          httpStatus,
          atrium: code,
          certain: ERRORS[code].certain,
          fields: known?.field ? { [known.field]: known.message } : (input?.fields ?? {}),
        },
      }
    },
  })

function atriumErrorOf(error: TRPCError): AtriumError | null {
  return error.cause instanceof AtriumError ? error.cause : null
}

/** Throws typed errors of use cases on as tRPC's, with the cause kept. */
const mapErrors = t.middleware(async ({ next }) => {
  const result = await next()
  if (!result.ok && result.error.cause instanceof AtriumError) {
    const { cause } = result.error
    throw new TRPCError({ code: ERRORS[cause.code].trpc, message: cause.message, cause })
  }
  return result
})

export const router = t.router
export const createCallerFactory = t.createCallerFactory
/** The bare procedure; features take one of `identity/procedures.ts`, which state who may call. */
export const baseProcedure = t.procedure.use(mapErrors)
