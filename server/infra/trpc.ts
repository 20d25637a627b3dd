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

/** Typed errors of use cases as tRPC's, with the cause kept; null for any other. */
function mapped(error: unknown): TRPCError | null {
  const cause = error instanceof TRPCError ? error.cause : error
  return cause instanceof AtriumError ? new TRPCError({ code: ERRORS[cause.code].trpc, message: cause.message, cause }) : null
}

export const router = t.router
export const createCallerFactory = t.createCallerFactory

/** The bare procedure; features take one of `identity/procedures.ts`, which state who may call. Its context is the socket's own. */
export const baseProcedure = t.procedure.use(async ({ next }) => {
  const result = await next()
  const error = result.ok ? null : mapped(result.error)
  if (error) throw error
  return result
})

/**
 * A procedure that states who may call it: `narrow` throws for whoever may not, and says what is known of the others. One step does
 * that and maps the errors, since each step costs every call.
 */
export function procedureFor<Known extends object>(access: Access, narrow: (ctx: RequestContext) => Known) {
  return t.procedure.meta({ access }).use(async ({ ctx, next }) => {
    const result = await next({ ctx: narrowed(ctx, narrow) })
    const error = result.ok ? null : mapped(result.error)
    if (error) throw error
    return result
  })
}

function narrowed<Known>(ctx: RequestContext, narrow: (ctx: RequestContext) => Known): Known {
  try {
    return narrow(ctx)
  } catch (error) {
    throw mapped(error) ?? error
  }
}
