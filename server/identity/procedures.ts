import { AtriumError } from '@atrium/shared/errors.ts'
import type { MemberActor, PersonActor } from '@atrium/shared/identity/actor.ts'
import { baseProcedure, type RequestContext } from '../infra/trpc.ts'

/** Anyone, signed in or not. */
export const publicProcedure = baseProcedure.meta({ access: 'public' })

/** Anyone with an account, whether or not it belongs to an organization yet. */
export const signedInProcedure = baseProcedure.meta({ access: 'signed-in' }).use(({ ctx, next }) => {
  if (!ctx.userId) throw new AtriumError('not_signed_in')
  return next({ ctx: { userId: ctx.userId } })
})

/** Members and visitors; the use case narrows what a visitor gets. */
export const personProcedure = baseProcedure.meta({ access: 'person' }).use(({ ctx, next }) => next({ ctx: { actor: personOf(ctx) } }))

export const memberProcedure = baseProcedure.meta({ access: 'member' }).use(({ ctx, next }) => next({ ctx: { actor: memberOf(ctx) } }))

export const adminProcedure = baseProcedure.meta({ access: 'admin' }).use(({ ctx, next }) => {
  const actor = memberOf(ctx)
  if (actor.role === 'member') throw new AtriumError('not_allowed')
  return next({ ctx: { actor } })
})

export const ownerProcedure = baseProcedure.meta({ access: 'owner' }).use(({ ctx, next }) => {
  const actor = memberOf(ctx)
  if (actor.role !== 'owner') throw new AtriumError('not_allowed')
  return next({ ctx: { actor } })
})

function personOf(ctx: RequestContext): PersonActor {
  if (!ctx.actor) throw new AtriumError('not_signed_in')
  return ctx.actor
}

function memberOf(ctx: RequestContext): MemberActor {
  const actor = personOf(ctx)
  if (actor.kind !== 'member') throw new AtriumError('not_allowed')
  return actor
}
