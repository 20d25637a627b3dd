import { z } from 'zod'
import { inOrganization } from '@atrium/db/transaction.ts'
import { idOf } from '@atrium/shared/id-schema.ts'
import type { ConversationId } from '@atrium/shared/ids.ts'
import { adminProcedure, memberProcedure } from '../../identity/procedures.ts'
import { findConversation } from '../../inbox/conversations.queries.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { integrationServicesOf } from '../integration-services.ts'
import { connectLinear, disconnectLinear, listTeams } from './change-connection.ts'
import { escalate } from './escalate.ts'
import { escalationOf, findConnection, presentConnection, presentEscalation } from './linear.queries.ts'

const apiKey = z.string().trim().min(1).max(500)
const one = z.object({ conversationId: idOf<ConversationId>() })

export const linearProcedures = {
  /** A mutation, because a key must not stand in an address. */
  listLinearTeams: adminProcedure
    .input(z.object({ apiKey }))
    .mutation(({ ctx, input }) => listTeams(integrationServicesOf(ctx.services), input.apiKey)),
  connectLinear: adminProcedure.input(z.object({ apiKey, teamId: z.string().min(1).max(100) })).mutation(async ({ ctx, input }) => {
    const { services, actor, address } = ctx
    return { connection: await connectLinear(integrationServicesOf(services), { actor, address }, input) }
  }),
  disconnectLinear: adminProcedure.mutation(({ ctx: { services, actor, address } }) =>
    commitInOrganization(services, actor.organizationId, (tx) => disconnectLinear(tx, integrationServicesOf(services), { actor, address })),
  ),
  readLinear: memberProcedure.query(({ ctx: { services, actor } }) =>
    inOrganization(services.db, actor.organizationId, async (tx) => {
      const connection = await findConnection(tx, actor.organizationId)
      return { connection: connection ? presentConnection(connection) : null }
    }),
  ),
  /** What a conversation was handed on as, and whether it can be. */
  readEscalation: memberProcedure.input(one).query(({ ctx: { services, actor }, input }) =>
    inOrganization(services.db, actor.organizationId, async (tx) => {
      const { organizationId } = actor
      if (!(await findConversation(tx, organizationId, input.conversationId))) throw new AtriumError('not_found')
      const escalation = await escalationOf(tx, organizationId, input.conversationId)
      const isConnected = (await findConnection(tx, organizationId)) !== undefined
      return { escalation: escalation ? presentEscalation(escalation) : null, isConnected }
    }),
  ),
  escalateToLinear: memberProcedure.input(one).mutation(async ({ ctx: { services, actor }, input }) => {
    const wanted = { ...input, nowMs: services.clock.now() }
    const escalation = await commitInOrganization(services, actor.organizationId, (tx) => escalate(tx, actor, wanted))
    services.bus.deliveriesOwed()
    return { escalation }
  }),
}
