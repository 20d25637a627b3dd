import { AtriumError } from '@atrium/shared/errors.ts'
import type { MemberActor, PersonActor } from '@atrium/shared/identity/actor.ts'
import { baseProcedure, procedureFor, type RequestContext } from '../infra/trpc.ts'

/** Anyone, signed in or not. */
export const publicProcedure = baseProcedure.meta({ access: 'public' })

/** Anyone with an account, whether or not it belongs to an organization yet. */
export const signedInProcedure = procedureFor('signed-in', ({ userId }) => {
  if (!userId) throw new AtriumError('not_signed_in')
  return { userId }
})

/** Members and visitors; the use case narrows what a visitor gets. */
export const personProcedure = procedureFor('person', (ctx) => ({ actor: personOf(ctx) }))

export const memberProcedure = procedureFor('member', (ctx) => ({ actor: memberOf(ctx) }))

export const adminProcedure = procedureFor('admin', (ctx) => {
  const actor = memberOf(ctx)
  if (actor.role === 'member') throw new AtriumError('not_allowed')
  return { actor }
})

export const ownerProcedure = procedureFor('owner', (ctx) => {
  const actor = memberOf(ctx)
  if (actor.role !== 'owner') throw new AtriumError('not_allowed')
  return { actor }
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
