import { z } from 'zod'
import { idOf } from '@atrium/shared/id-schema.ts'
import type {
  ConversationId,
  ConversationMessageId,
  CustomerId,
  MacroId,
  MemberId,
  SavedViewId,
  TagId,
  TeamId,
} from '@atrium/shared/ids.ts'
import { SLA_STATES } from '@atrium/shared/inbox/sla.ts'
import { CONVERSATION_STATUSES, PRIORITIES } from '@atrium/shared/inbox/views.ts'
import { memberProcedure } from '../identity/procedures.ts'
import { committed, withHead } from './committed.ts'
import { deleteMacro, macrosOf, saveMacro } from './macros/change-macros.ts'
import { mergeByAgent } from './merge-conversations.ts'
import { undoConversationMerge } from './undo-conversation-merge.ts'
import { searchConversations } from './search/search-conversations.ts'
import { splitConversation } from './split-conversation.ts'
import { deleteView, saveView } from './views/change-views.ts'
import { viewsOf } from './views/views.queries.ts'

/** What a list may ask for. */
export const conversationFilter = z.object({
  status: z.enum(CONVERSATION_STATUSES).optional(),
  assignee: z.union([z.enum(['me', 'none']), idOf<MemberId>()]).optional(),
  teamId: idOf<TeamId>().optional(),
  priority: z.enum(PRIORITIES).optional(),
  tagId: idOf<TagId>().optional(),
  customerId: idOf<CustomerId>().optional(),
  slaState: z.enum(SLA_STATES).optional(),
})
const change = z.object({
  status: z.enum(['open', 'pending', 'closed']).optional(),
  priority: z.enum(PRIORITIES).optional(),
  assigneeId: idOf<MemberId>().nullish(),
  teamId: idOf<TeamId>().nullish(),
  addTagIds: z.array(idOf<TagId>()).max(20).optional(),
})

/** Finding conversations, and working on more than their state. */
export const viewsProcedures = {
  searchConversations: memberProcedure
    .input(
      z.object({
        words: z.string().max(200),
        before: idOf<ConversationMessageId>().optional(),
        limit: z.number().int().min(1).max(100).default(30),
      }),
    )
    .query(({ ctx, input }) => withHead(ctx, (tx) => searchConversations(tx, ctx.actor, input))),
  listViews: memberProcedure.query(({ ctx }) =>
    withHead(ctx, async (tx) => ({ views: await viewsOf(tx, ctx.actor), macros: await macrosOf(tx, ctx.actor.organizationId) })),
  ),
  saveView: memberProcedure
    .input(z.object({ viewId: idOf<SavedViewId>().nullable(), name: z.string().max(200), filter: conversationFilter, shared: z.boolean() }))
    .mutation(({ ctx, input }) => committed(ctx, (tx, nowMs) => saveView(tx, ctx.actor, { ...input, nowMs }))),
  deleteView: memberProcedure
    .input(z.object({ viewId: idOf<SavedViewId>() }))
    .mutation(({ ctx, input }) => committed(ctx, (tx) => deleteView(tx, ctx.actor, input))),
  saveMacro: memberProcedure
    .input(z.object({ macroId: idOf<MacroId>().nullable(), name: z.string().max(200), text: z.string().max(40_000), change }))
    .mutation(({ ctx, input }) => committed(ctx, (tx, nowMs) => saveMacro(tx, ctx.actor, { ...input, nowMs }))),
  deleteMacro: memberProcedure
    .input(z.object({ macroId: idOf<MacroId>() }))
    .mutation(({ ctx, input }) => committed(ctx, (tx) => deleteMacro(tx, ctx.actor, input))),
  mergeConversations: memberProcedure
    .input(z.object({ from: idOf<ConversationId>(), into: idOf<ConversationId>() }))
    .mutation(({ ctx, input }) => committed(ctx, (tx, nowMs) => mergeByAgent(tx, ctx.actor, { ...input, nowMs }))),
  undoConversationMerge: memberProcedure
    .input(z.object({ conversationId: idOf<ConversationId>() }))
    .mutation(({ ctx, input }) => committed(ctx, (tx, nowMs) => undoConversationMerge(tx, ctx.actor, { ...input, nowMs }))),
  splitConversation: memberProcedure
    .input(z.object({ conversationId: idOf<ConversationId>(), fromMessageId: idOf<ConversationMessageId>() }))
    .mutation(({ ctx, input }) => committed(ctx, (tx, nowMs) => splitConversation(tx, ctx.actor, { ...input, nowMs }))),
}
