import type { Db } from '@atrium/db/connect.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ConversationId, OrganizationId } from '@atrium/shared/ids.ts'
import type { SlaPolicyView } from '@atrium/shared/inbox/sla.ts'
import type { TeamView } from '@atrium/shared/inbox/views.ts'
import type { Bus } from '../infra/bus.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { consequencesOf } from './consequences.rules.ts'
import type { ConversationRow } from './present-inbox.ts'
import { lockConversations } from './receive-batch.queries.ts'
import { dueConversations } from './settling.queries.ts'
import { policiesOf } from './sla/policies.queries.ts'
import { createAssigner, type Assigner } from './teams/create-assigner.ts'
import { teamsOf } from './teams/teams.queries.ts'
import { writeTriaged, type TriagedRow } from './write-triaged.ts'

/** So many at once, of all organizations. */
export const MOST_DUE = 200
/** Where nobody of a team is available, it is tried again. */
const NOBODY_AVAILABLE_MS = 30_000

/**
 * Does what time does: wakes what was snoozed until now, warns and breaches, and gives what is new to the team that new conversations come
 * to, and there to whoever's turn it is. @returns how many were due
 */
export async function settleDue(services: { db: Db; bus: Bus }, nowMs: number): Promise<number> {
  const due = await dueConversations(services.db, { nowMs, limit: MOST_DUE })
  let count = 0
  for (const [organizationId, ids] of due) {
    await commitInOrganization(services, organizationId, (tx) => settleOf(tx, organizationId, { ids, nowMs }))
    count += ids.length
  }
  return count
}

async function settleOf(
  tx: Tx,
  organizationId: OrganizationId,
  { ids, nowMs }: { ids: readonly ConversationId[]; nowMs: number },
): Promise<void> {
  // Somebody has dealt with it meanwhile, or another node was first.
  const rows = (await lockConversations(tx, organizationId, ids)).filter(({ due_at }) => due_at !== null && due_at.getTime() <= nowMs)
  const policies = await policiesOf(tx, organizationId)
  const teams = await teamsOf(tx, organizationId)
  const assigner = await createAssigner(tx, organizationId, { teams, nowMs })
  const oldestFirst = rows.toSorted((one, other) => one.number - other.number)
  const parts = { policies, teams, assigner, nowMs }
  await writeTriaged(
    tx,
    organizationId,
    oldestFirst.map((row) => [row, settled(row, parts)]),
  )
  await assigner.finish()
}

interface Parts {
  policies: readonly SlaPolicyView[]
  teams: readonly TeamView[]
  assigner: Assigner
  nowMs: number
}

function settled(row: ConversationRow, { policies, teams, assigner, nowMs }: Parts): TriagedRow {
  const dueMs = row.due_at?.getTime() ?? nowMs
  const isNew = row.sla === null && dueMs === row.created_at.getTime()
  const wakes = row.status === 'snoozed' && row.snoozed_until !== null && row.snoozed_until.getTime() <= nowMs
  const status = wakes ? 'open' : row.status
  const team_id = row.team_id ?? (isNew ? (teams.find(({ takesNew }) => takesNew)?.id ?? null) : null)
  const team = teams.find(({ id }) => id === team_id)
  const isFree = status === 'open' && row.assignee_id === null && team?.routing === 'round_robin'
  const assignee_id = isFree ? assigner.choose(team) : row.assignee_id
  const again = isFree && assignee_id === null ? new Date(nowMs + NOBODY_AVAILABLE_MS) : null
  const { priority, tag_ids } = row
  const after = { status, priority, team_id, assignee_id, tag_ids }
  const standing = { ...row, ...after, due_at: again }
  return { ...after, ...consequencesOf(standing, policies, { atMs: nowMs, startsAtMs: Math.min(dueMs, nowMs) }) }
}
