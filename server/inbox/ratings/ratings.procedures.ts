import { z } from 'zod'
import { adminProcedure, memberProcedure } from '../../identity/procedures.ts'
import { committed, withHead } from '../committed.ts'
import { readInboxSettings, setAsksForRating } from './inbox-settings.ts'

/** Whether customers are asked how it was. Their votes come from where they are asked. */
export const ratingsProcedures = {
  getSettings: memberProcedure.query(({ ctx }) =>
    withHead(ctx, async (tx) => ({ settings: await readInboxSettings(tx, ctx.actor.organizationId) })),
  ),
  setAsksForRating: adminProcedure
    .input(z.object({ on: z.boolean() }))
    .mutation(({ ctx, input }) =>
      committed(ctx, (tx, nowMs) => setAsksForRating(tx, ctx.actor, { ...input, address: ctx.address, nowMs })),
    ),
}
