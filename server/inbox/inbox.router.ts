import { z } from 'zod'
import { idOf } from '@atrium/shared/id-schema.ts'
import type { ClientMutationId, ContactId, ConversationId, ConversationMessageId, MemberId } from '@atrium/shared/ids.ts'
import { ATTENDING } from '@atrium/shared/inbox/attending.ts'
import { CONVERSATION_STATUSES, PRIORITIES } from '@atrium/shared/inbox/views.ts'
import { memberProcedure } from '../identity/procedures.ts'
import { router } from '../infra/trpc.ts'
import { addNote } from './add-note.ts'
import { committed, withHead } from './committed.ts'
import { customersProcedures } from './customers.procedures.ts'
import { getConversation } from './get-conversation.ts'
import { listEarlierMessages } from './list-earlier-messages.ts'
import { listConversations } from './list-conversations.ts'
import { ratingsProcedures } from './ratings/ratings.procedures.ts'
import { reply } from './reply.ts'
import { setAttending } from './set-attending.ts'
import { reportsProcedures } from './reports/reports.procedures.ts'
import { assign, setPriority, setStatus } from './triage-conversation.ts'
import { triageProcedures } from './triage.procedures.ts'
import { conversationFilter, viewsProcedures } from './views.procedures.ts'

const one = z.object({ conversationId: idOf<ConversationId>() })
const written = one.extend({ clientId: idOf<ClientMutationId>(), text: z.string().max(40_000) })
const filter = conversationFilter.extend({
  contactId: idOf<ContactId>().optional(),
  cursor: z.string().max(80).nullish(),
  limit: z.number().int().min(1).max(200).default(50),
})

export const inboxRouter = router({
  listConversations: memberProcedure
    .input(filter)
    .query(({ ctx, input }) => withHead(ctx, (tx) => listConversations(tx, ctx.actor, input))),
  getConversation: memberProcedure
    .input(one)
    .query(({ ctx, input }) => withHead(ctx, (tx) => getConversation(tx, ctx.actor, input.conversationId))),
  listEarlierMessages: memberProcedure
    .input(one.extend({ before: idOf<ConversationMessageId>() }))
    .query(({ ctx, input }) => withHead(ctx, (tx) => listEarlierMessages(tx, ctx.actor, input))),
  reply: memberProcedure
    .input(written.extend({ lastSeenId: idOf<ConversationMessageId>().nullable().optional() }))
    .mutation(({ ctx, input }) => committed(ctx, (tx, nowMs) => reply(tx, ctx.actor, { ...input, nowMs }))),
  addNote: memberProcedure
    .input(written)
    .mutation(({ ctx, input }) => committed(ctx, (tx, nowMs) => addNote(tx, ctx.actor, { ...input, nowMs }))),
  setAttending: memberProcedure
    .input(one.extend({ doing: z.enum(ATTENDING), isOn: z.boolean() }))
    .mutation(({ ctx, input }) => setAttending(ctx, ctx.actor, input)),
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
  ...customersProcedures,
  ...reportsProcedures,
  ...triageProcedures,
  ...viewsProcedures,
})
