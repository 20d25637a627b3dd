import type { Tx } from '@atrium/db/transaction.ts'
import type { MemberId, OrganizationId, TeamId } from '@atrium/shared/ids.ts'
import type { TeamView } from '@atrium/shared/inbox/views.ts'
import { chooseCandidate, type Candidate } from './round-robin.rules.ts'
import { candidatesOf, lockTeams, noteAssigned } from './teams.queries.ts'

export interface Assigner {
  /** Whose turn it is; what has been given already counts. Null when nobody is available, or the team is not worked by turns. */
  choose(team: TeamView): MemberId | null
  /** Writes down whose turn it was. */
  finish(): Promise<void>
}

/**
 * Gives out conversations of these teams by turns, many in one transaction. The teams are held to its end, so that loads are counted one
 * after the other; whoever uses it has locked the conversations first.
 */
export async function createAssigner(
  tx: Tx,
  organizationId: OrganizationId,
  { teams, nowMs }: { teams: readonly TeamView[]; nowMs: number },
): Promise<Assigner> {
  const byTurns = teams.filter(({ routing }) => routing === 'round_robin').map(({ id }) => id)
  if (byTurns.length > 0) await lockTeams(tx, organizationId, byTurns)
  const known = new Map<TeamId, Candidate[]>()
  for (const id of byTurns) known.set(id, await candidatesOf(tx, organizationId, id))
  // Somebody may be in two of the teams.
  const given = new Map<MemberId, number>()
  const turns = new Map<TeamId, Set<MemberId>>()
  return {
    choose({ id }) {
      const candidates = (known.get(id) ?? []).map((one) => ({ ...one, load: one.load + (given.get(one.memberId) ?? 0) }))
      const memberId = chooseCandidate(candidates)?.memberId ?? null
      if (memberId === null) return null
      given.set(memberId, (given.get(memberId) ?? 0) + 1)
      turns.set(id, (turns.get(id) ?? new Set()).add(memberId))
      return memberId
    },
    async finish() {
      for (const [teamId, memberIds] of turns) await noteAssigned(tx, { organizationId, teamId, memberIds: [...memberIds] }, nowMs)
    },
  }
}
