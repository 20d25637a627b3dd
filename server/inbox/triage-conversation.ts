import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ConversationId, MemberId, OrganizationId, TagId, TeamId } from '@atrium/shared/ids.ts'
import type { AgentActor } from '@atrium/shared/identity/actor.ts'
import type { SlaPolicyView } from '@atrium/shared/inbox/sla.ts'
import { TRIAGED, type TriageChange, type Triaged, type UndoStep } from '@atrium/shared/inbox/triage.ts'
import type { ConversationStatus, ConversationView, Priority, TeamView } from '@atrium/shared/inbox/views.ts'
import { consequencesOf } from './consequences.rules.ts'
import { presentConversation, type ConversationRow } from './present-inbox.ts'
import { wantRatings } from './ratings/want-ratings.ts'
import { lockConversations } from './receive-batch.queries.ts'
import { requireActiveMember } from './require-active-member.ts'
import { policiesOf } from './sla/policies.queries.ts'
import { knownTags } from './tags/tags.queries.ts'
import { createAssigner, type Assigner } from './teams/create-assigner.ts'
import { findTeam } from './teams/teams.queries.ts'
import { requireWakingTime, triagedAs, undoneAs } from './triage.rules.ts'
import { writeTagLookup, writeTriaged, type Rewritten, type TriagedRow } from './write-triaged.ts'

export interface Triage {
  conversationIds: readonly ConversationId[]
  change: TriageChange
  nowMs: number
}
export interface TriageOutcome {
  conversations: ConversationView[]
  /** For those that were changed; give it to `undoTriage`. */
  undo: UndoStep[]
}

/**
 * Changes some of what agents set, of one conversation or of many at once: all of them or none. It says nothing to the customer and is no
 * activity, so the list keeps its order. What is so already tells nobody. @throws not_found, bad_input
 */
export async function triageConversations(tx: Tx, actor: AgentActor, { conversationIds, change, nowMs }: Triage): Promise<TriageOutcome> {
  requireWakingTime(change, nowMs)
  const { team, assigner } = await requireTargets(tx, actor.organizationId, change, nowMs)
  const rows = await lockAll(tx, actor.organizationId, conversationIds)
  const outcomes: [ConversationRow, Triaged][] = []
  for (const row of rows) {
    const before = presentConversation(row)
    const after = triagedAs(before, change)
    const comesToTeam = team !== null && before.teamId !== team.id && change.assigneeId === undefined
    const isGivenOut = comesToTeam && after.assigneeId === null && after.status === 'open'
    outcomes.push([row, isGivenOut ? { ...after, assigneeId: assigner.choose(team) } : after])
  }
  await assigner.finish()
  return writeAll(tx, actor.organizationId, { outcomes, nowMs })
}

/** Sets back what was changed, as far as it still stands as it was made then. @returns those that it changed. @throws not_found */
export async function undoTriage(
  tx: Tx,
  { organizationId }: AgentActor,
  { steps, nowMs }: { steps: readonly UndoStep[]; nowMs: number },
): Promise<TriageOutcome> {
  const rows = await lockAll(
    tx,
    organizationId,
    steps.map(({ conversationId }) => conversationId),
  )
  const stepOf = new Map(steps.map((step) => [step.conversationId as string, step]))
  const outcomes: [ConversationRow, Triaged][] = []
  for (const row of rows) {
    const step = stepOf.get(row.id)
    if (!step) continue
    const after = undoneAs(presentConversation(row), step, nowMs)
    await requireTargets(tx, organizationId, { assigneeId: step.from.assigneeId, teamId: step.from.teamId }, nowMs)
    outcomes.push([row, after])
  }
  return writeAll(tx, organizationId, { outcomes, nowMs })
}

/** @throws not_found */
export async function setStatus(
  tx: Tx,
  actor: AgentActor,
  { conversationId, status, nowMs }: { conversationId: ConversationId; status: ConversationStatus; nowMs: number },
): Promise<ConversationView> {
  return first(await triageConversations(tx, actor, { conversationIds: [conversationId], change: { status }, nowMs }))
}

/** @throws not_found */
export async function setPriority(
  tx: Tx,
  actor: AgentActor,
  { conversationId, priority, nowMs }: { conversationId: ConversationId; priority: Priority; nowMs: number },
): Promise<ConversationView> {
  return first(await triageConversations(tx, actor, { conversationIds: [conversationId], change: { priority }, nowMs }))
}

/** To one active member of the organization, or to nobody. @throws not_found */
export async function assign(
  tx: Tx,
  actor: AgentActor,
  { conversationId, assigneeId, nowMs }: { conversationId: ConversationId; assigneeId: MemberId | null; nowMs: number },
): Promise<ConversationView> {
  return first(await triageConversations(tx, actor, { conversationIds: [conversationId], change: { assigneeId }, nowMs }))
}

function first({ conversations }: TriageOutcome): ConversationView {
  const [conversation] = conversations
  if (!conversation) throw new AtriumError('not_found')
  return conversation
}

async function requireTargets(
  tx: Tx,
  organizationId: OrganizationId,
  { assigneeId, teamId, addTagIds = [] }: TriageChange,
  nowMs: number,
): Promise<{ team: TeamView | null; assigner: Assigner }> {
  if (assigneeId) await requireActiveMember(tx, organizationId, assigneeId)
  const team = teamId ? await requireTeam(tx, organizationId, teamId) : null
  if (addTagIds.length > 0 && (await knownTags(tx, organizationId, addTagIds)).length < new Set(addTagIds).size)
    throw new AtriumError('not_found', 'That tag does not exist any more.')
  return { team, assigner: await createAssigner(tx, organizationId, { teams: team ? [team] : [], nowMs }) }
}

async function requireTeam(tx: Tx, organizationId: OrganizationId, teamId: TeamId): Promise<TeamView> {
  const team = await findTeam(tx, organizationId, teamId)
  if (!team) throw new AtriumError('not_found', 'That team does not exist any more.')
  return team
}

async function lockAll(tx: Tx, organizationId: OrganizationId, ids: readonly ConversationId[]): Promise<ConversationRow[]> {
  const wanted = [...new Set(ids)]
  const rows = wanted.length > 0 ? await lockConversations(tx, organizationId, wanted) : []
  if (rows.length < wanted.length) throw new AtriumError('not_found')
  return rows
}

async function writeAll(
  tx: Tx,
  organizationId: OrganizationId,
  { outcomes, nowMs }: { outcomes: readonly [ConversationRow, Triaged][]; nowMs: number },
): Promise<TriageOutcome> {
  const policies = await policiesOf(tx, organizationId)
  const undo: UndoStep[] = []
  const rewritten: Rewritten[] = []
  const tagged: { id: string; tagIds: TagId[] }[] = []
  for (const [row, after] of outcomes) {
    const before = presentConversation(row)
    const changed = TRIAGED.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    if (changed.length > 0) undo.push({ conversationId: before.id, from: pick(before, changed), to: pick(after, changed) })
    if (changed.includes('tagIds')) tagged.push({ id: row.id, tagIds: after.tagIds })
    rewritten.push([row, rewrittenAs(row, after, { changed, policies, nowMs })])
  }
  const conversations = await writeTriaged(tx, organizationId, rewritten)
  await writeTagLookup(tx, organizationId, tagged)
  const closed = outcomes.filter(([row, after]) => row.status !== 'closed' && after.status === 'closed')
  await wantRatings(
    tx,
    organizationId,
    closed.map(([row]) => row),
  )
  return { conversations, undo }
}

function rewrittenAs(
  row: ConversationRow,
  after: Triaged,
  { changed, policies, nowMs }: { changed: readonly (keyof Triaged)[]; policies: readonly SlaPolicyView[]; nowMs: number },
): TriagedRow {
  const { status, priority, assigneeId: assignee_id, teamId: team_id, tagIds: tag_ids } = after
  const snoozed_until = after.snoozedUntil === null ? null : new Date(after.snoozedUntil)
  const columns = { status, priority, assignee_id, team_id, tag_ids }
  // Where it is somebody's turn as soon as somebody is available, it is looked at again. Who takes it from somebody means that.
  const due_at = changed.includes('teamId') || changed.includes('status') ? new Date(nowMs) : row.due_at
  return { ...columns, ...consequencesOf({ ...row, ...columns, snoozed_until, due_at }, policies, { atMs: nowMs }) }
}

function pick(of: Triaged, keys: readonly (keyof Triaged)[]): Partial<Triaged> {
  return Object.fromEntries(keys.map((key) => [key, of[key]]))
}
