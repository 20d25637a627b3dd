import { z } from 'zod'
import { snapshotOf, type Tx } from '@atrium/db/transaction.ts'
import { idOf } from '@atrium/shared/id-schema.ts'
import type { ClientMutationId, ConversationId, CustomerId, MemberId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { CONVERSATION_STATUSES, PRIORITIES } from '@atrium/shared/inbox/views.ts'
import { memberProcedure } from '../identity/procedures.ts'
import { faultPoint } from '../infra/fault-point.ts'
import type { Services } from '../infra/services.ts'
import { router } from '../infra/trpc.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { headOf } from '../realtime/feed/change.queries.ts'
import { addNote } from './add-note.ts'
import { createCustomer } from './create-customer.ts'
import { customersOf } from './customers.queries.ts'
import { getConversation } from './get-conversation.ts'
import { listConversations } from './list-conversations.ts'
import { presentCustomer } from './present-inbox.ts'
import { reply } from './reply.ts'
import { assign, setPriority, setStatus } from './triage-conversation.ts'

const one = z.object({ conversationId: idOf<ConversationId>() })
const written = one.extend({ clientId: idOf<ClientMutationId>(), text: z.string().max(40_000) })
const filter = z.object({
  status: z.enum(CONVERSATION_STATUSES).optional(),
  assignee: z.enum(['me', 'none']).optional(),
  customerId: idOf<CustomerId>().optional(),
  cursor: z.string().max(80).nullish(),
  limit: z.number().int().min(1).max(200).default(50),
})

export const inboxRouter = router({
  listConversations: memberProcedure
    .input(filter)
    .query(({ ctx: { services, actor }, input }) => withHead(services, actor, (tx) => listConversations(tx, actor, input))),
  getConversation: memberProcedure
    .input(one)
    .query(({ ctx: { services, actor }, input }) => withHead(services, actor, (tx) => getConversation(tx, actor, input.conversationId))),
  listCustomers: memberProcedure.query(({ ctx: { services, actor } }) =>
    withHead(services, actor, async (tx) => ({ customers: (await customersOf(tx, actor.organizationId)).map(presentCustomer) })),
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
    .mutation(({ ctx, input }) => committed(ctx, (tx) => setStatus(tx, ctx.actor, input))),
  setPriority: memberProcedure
    .input(one.extend({ priority: z.enum(PRIORITIES) }))
    .mutation(({ ctx, input }) => committed(ctx, (tx) => setPriority(tx, ctx.actor, input))),
  assign: memberProcedure
    .input(one.extend({ assigneeId: idOf<MemberId>().nullable() }))
    .mutation(({ ctx, input }) => committed(ctx, (tx) => assign(tx, ctx.actor, input))),
})

function withHead<T extends object>(
  services: Services,
  { organizationId }: MemberActor,
  read: (tx: Tx) => Promise<T>,
): Promise<T & { head: number }> {
  return snapshotOf(services.db, organizationId, async (tx) => ({ head: await headOf(tx, organizationId), ...(await read(tx)) }))
}

async function committed<T>(ctx: { services: Services; actor: MemberActor }, work: (tx: Tx, nowMs: number) => Promise<T>): Promise<T> {
  const nowMs = ctx.services.clock.now()
  const result = await commitInOrganization(ctx.services, ctx.actor.organizationId, (tx) => work(tx, nowMs))
  faultPoint('mutation.committed')
  return result
}
