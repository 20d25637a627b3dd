import { z } from 'zod'
import { AtriumError } from '@atrium/shared/errors.ts'
import { baseProcedure, router } from '../infra/trpc.ts'

const changesInput = z.object({
  /** The smallest `head` of the snapshots that the client holds, then the id of the last item it got. Absent: from now on. */
  lastEventId: z
    .string()
    .regex(/^\d{1,15}$/)
    .nullish(),
  /** Written by the server as it decodes the message: what this client calls the subscription. */
  subscriptionId: z.union([z.string().max(100), z.number()]).optional(),
})

export const realtimeRouter = router({
  changes: baseProcedure
    .meta({ access: 'person' })
    .input(changesInput)
    .subscription(({ ctx, input, signal }) => {
      if (!ctx.actor) throw new AtriumError('not_signed_in')
      if (!ctx.socket || input.subscriptionId === undefined || !signal)
        throw new AtriumError('bad_input', 'The feed is read over the WebSocket.')
      return ctx.feed.follow({
        actor: ctx.actor,
        socket: ctx.socket,
        subscriptionId: input.subscriptionId,
        after: input.lastEventId ? Number(input.lastEventId) : null,
        signal,
        onActor: (actor) => {
          ctx.actor = actor
        },
      })
    }),
})
