import { z } from 'zod'
import { idOf } from '@atrium/shared/id-schema.ts'
import type { ConversationId, CustomerId, MemberId, SlaPolicyId, TagId, TeamId } from '@atrium/shared/ids.ts'
import { PAUSING_STATUSES, type SlaTerms } from '@atrium/shared/inbox/sla.ts'
import { MOST_AT_ONCE, MOST_TAGS } from '@atrium/shared/inbox/triage.ts'
import { CONVERSATION_STATUSES, PRIORITIES, ROUTINGS } from '@atrium/shared/inbox/views.ts'
import { adminProcedure, memberProcedure } from '../identity/procedures.ts'
import { committed, withHead } from './committed.ts'
import { deletePolicy, savePolicy } from './sla/change-policies.ts'
import { policiesOf } from './sla/policies.queries.ts'
import { createTag, deleteTag, renameTag } from './tags/change-tags.ts'
import { tagsOf } from './tags/tags.queries.ts'
import { deleteTeam, saveTeam } from './teams/change-teams.ts'
import { teamsOf } from './teams/teams.queries.ts'
import { triageConversations, undoTriage } from './triage-conversation.ts'

const tagIds = z.array(idOf<TagId>()).max(MOST_TAGS)
const atMs = z.number().int().min(0).max(8.64e15)
const fields = z.object({
  status: z.enum(CONVERSATION_STATUSES).optional(),
  priority: z.enum(PRIORITIES).optional(),
  assigneeId: idOf<MemberId>().nullish(),
  teamId: idOf<TeamId>().nullish(),
})
const change = fields.extend({ snoozedUntil: atMs.optional(), addTagIds: tagIds.optional(), removeTagIds: tagIds.optional() })
const triaged = fields.extend({
  snoozedUntil: atMs.nullish(),
  tagIds: z
    .array(idOf<TagId>())
    .max(2 * MOST_TAGS)
    .optional(),
})
const step = z.object({ conversationId: idOf<ConversationId>(), from: triaged, to: triaged })
const minutes = z.number().int().nullable()
const hours = z.object({
  timeZone: z.string().max(60),
  days: z.array(z.object({ from: z.number().int(), until: z.number().int() }).nullable()).length(7),
  holidays: z.array(z.string().max(10)).max(200),
})
const terms: z.ZodType<SlaTerms> = z.object({
  targets: z.object({ firstReply: minutes, nextReply: minutes, resolution: minutes }),
  warnBeforeMinutes: z.number().int(),
  pausesWhile: z.array(z.enum(PAUSING_STATUSES)).max(2),
  hours: hours.nullable(),
  appliesTo: z.object({ customerIds: z.array(idOf<CustomerId>()).max(500), priorities: z.array(z.enum(PRIORITIES)).max(4) }),
})

/** Of one or several conversations, and what triage is made of: teams, tags and policies. */
export const triageProcedures = {
  triageConversations: memberProcedure
    .input(z.object({ conversationIds: z.array(idOf<ConversationId>()).min(1).max(MOST_AT_ONCE), change }))
    .mutation(({ ctx, input }) => committed(ctx, (tx, nowMs) => triageConversations(tx, ctx.actor, { ...input, nowMs }))),
  undoTriage: memberProcedure
    .input(z.object({ steps: z.array(step).min(1).max(MOST_AT_ONCE) }))
    .mutation(({ ctx, input }) => committed(ctx, (tx, nowMs) => undoTriage(tx, ctx.actor, { ...input, nowMs }))),
  /** What one chooses from: teams, tags and policies. */
  listTriageChoices: memberProcedure.query(({ ctx }) =>
    withHead(ctx, async (tx) => {
      const { organizationId } = ctx.actor
      return {
        teams: await teamsOf(tx, organizationId),
        tags: await tagsOf(tx, organizationId),
        policies: await policiesOf(tx, organizationId),
      }
    }),
  ),
  createTag: memberProcedure
    .input(z.object({ name: z.string().max(200) }))
    .mutation(({ ctx, input }) => committed(ctx, (tx, nowMs) => createTag(tx, ctx.actor, { ...input, nowMs }))),
  renameTag: adminProcedure
    .input(z.object({ tagId: idOf<TagId>(), name: z.string().max(200) }))
    .mutation(({ ctx, input }) => committed(ctx, (tx) => renameTag(tx, ctx.actor, input))),
  deleteTag: adminProcedure
    .input(z.object({ tagId: idOf<TagId>() }))
    .mutation(({ ctx, input }) => committed(ctx, (tx) => deleteTag(tx, ctx.actor, input))),
  saveTeam: adminProcedure
    .input(
      z.object({
        teamId: idOf<TeamId>().nullable(),
        name: z.string().max(200),
        routing: z.enum(ROUTINGS),
        takesNew: z.boolean(),
        memberIds: z.array(idOf<MemberId>()).max(500),
      }),
    )
    .mutation(({ ctx, input }) => committed(ctx, (tx, nowMs) => saveTeam(tx, ctx.actor, { ...input, nowMs }))),
  deleteTeam: adminProcedure
    .input(z.object({ teamId: idOf<TeamId>() }))
    .mutation(({ ctx, input }) => committed(ctx, (tx) => deleteTeam(tx, ctx.actor, input))),
  saveSlaPolicy: adminProcedure
    .input(z.object({ policyId: idOf<SlaPolicyId>().nullable(), name: z.string().max(200), terms }))
    .mutation(({ ctx, input }) => committed(ctx, (tx, nowMs) => savePolicy(tx, ctx.actor, { ...input, nowMs }))),
  deleteSlaPolicy: adminProcedure
    .input(z.object({ policyId: idOf<SlaPolicyId>() }))
    .mutation(({ ctx, input }) => committed(ctx, (tx, nowMs) => deletePolicy(tx, ctx.actor, { ...input, nowMs }))),
}
