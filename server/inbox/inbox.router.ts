import { z } from 'zod'
import { idOf } from '@atrium/shared/id-schema.ts'
import type { ClientMutationId, ConversationId, MemberId } from '@atrium/shared/ids.ts'
import { CONVERSATION_STATUSES, PRIORITIES } from '@atrium/shared/inbox/views.ts'
import { memberProcedure } from '../identity/procedures.ts'
import { router } from '../infra/trpc.ts'
import { addNote } from './add-note.ts'
import { committed, withHead } from './committed.ts'
import { createCustomer } from './create-customer.ts'
import { customersOf } from './customers.queries.ts'
import { getConversation } from './get-conversation.ts'
import { listConversations } from './list-conversations.ts'
import { presentCustomer } from './present-inbox.ts'
import { ratingsProcedures } from './ratings/ratings.procedures.ts'
import { reply } from './reply.ts'
import { assign, setPriority, setStatus } from './triage-conversation.ts'
import { triageProcedures } from './triage.procedures.ts'
import { conversationFilter, viewsProcedures } from './views.procedures.ts'

const one = z.object({ conversationId: idOf<ConversationId>() })
const written = one.extend({ clientId: idOf<ClientMutationId>(), text: z.string().max(40_000) })
const filter = conversationFilter.extend({ cursor: z.string().max(80).nullish(), limit: z.number().int().min(1).max(200).default(50) })

export const inboxRouter = router({
  listConversations: memberProcedure
    .input(filter)
    .query(({ ctx, input }) => withHead(ctx, (tx) => listConversations(tx, ctx.actor, input))),
  getConversation: memberProcedure
    .input(one)
    .query(({ ctx, input }) => withHead(ctx, (tx) => getConversation(tx, ctx.actor, input.conversationId))),
  listCustomers: memberProcedure.query(({ ctx }) =>
    withHead(ctx, async (tx) => ({ customers: (await customersOf(tx, ctx.actor.organizationId)).map(presentCustomer) })),
  ),
  createCustomer: memberProcedure
    .input(z.object({ name: z.string().max(200) }))
    .mutation(({ ctx, input }) => committed(ctx, (tx, nowMs) => createCustomer(tx, ctx.actor, { ...input, nowMs }))),
  reply: memberProcedure
    .input(written)
    .mutation(({ ctx, input }) => committed(ctx, (tx, nowMs) => reply(tx, ctx.actor, { ...input, nowMs }))),
  addNote: memberProcedure
    .input(written)
    .mutation(({ ctx, input }) => committed(ctx, (tx, nowMs) => addNote(tx, ctx.actor, { ...input, nowMs }))),
  setStatus: memberProcedure
    .input(one.extend({ status: z.enum(CONVERSATION_STATUSES) }))
    .mutation(({ ctx, input }) => committed(ctx, (tx, nowMs) => setStatus(tx, ctx.actor, { ...input, nowMs }))),
  setPriority: memberProcedure
    .input(one.extend({ priority: z.enum(PRIORITIES) }))
    .mutation(({ ctx, input }) => committed(ctx, (tx, nowMs) => setPriority(tx, ctx.actor, { ...input, nowMs }))),
  assign: memberProcedure
    .input(one.extend({ assigneeId: idOf<MemberId>().nullable() }))
    .mutation(({ ctx, input }) => committed(ctx, (tx, nowMs) => assign(tx, ctx.actor, { ...input, nowMs }))),
  ...ratingsProcedures,
  ...triageProcedures,
  ...viewsProcedures,
})
