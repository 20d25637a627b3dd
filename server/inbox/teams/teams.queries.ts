import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { MemberId, OrganizationId, TeamId } from '@atrium/shared/ids.ts'
import type { Routing, TeamView } from '@atrium/shared/inbox/views.ts'
import type { Candidate } from './round-robin.rules.ts'

function selectTeams(tx: Tx, organizationId: OrganizationId) {
  return tx
    .selectFrom('team')
    .select(['id', 'name', 'routing', 'takes_new', 'rev'])
    .select(
      sql<MemberId[]>`array(
        select member_id from team_member where team_member.organization_id = team.organization_id and team_id = team.id order by member_id
      )`.as('member_ids'),
    )
    .where('organization_id', '=', organizationId)
}
type TeamRow = Awaited<ReturnType<ReturnType<typeof selectTeams>['executeTakeFirstOrThrow']>>

function presentTeam({ id, name, routing, takes_new, member_ids, rev }: TeamRow): TeamView {
  return { id: id as TeamId, name, routing: routing as Routing, takesNew: takes_new, memberIds: member_ids, rev }
}

/** By name. */
export async function teamsOf(tx: Tx, organizationId: OrganizationId): Promise<TeamView[]> {
  return (
    await selectTeams(tx, organizationId)
      .orderBy(sql`lower(name)`)
      .execute()
  ).map(presentTeam)
}

export async function findTeam(tx: Tx, organizationId: OrganizationId, id: TeamId): Promise<TeamView | undefined> {
  const row = await selectTeams(tx, organizationId).where('id', '=', id).executeTakeFirst()
  return row && presentTeam(row)
}

/** Held to the end of the transaction: what is given out by turns is given out one after the other. Always in the same order. */
export async function lockTeams(tx: Tx, organizationId: OrganizationId, ids: readonly TeamId[]): Promise<void> {
  await tx
    .selectFrom('team')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** Of a team those who are in a space and available, with what they have to do. */
export async function candidatesOf(tx: Tx, organizationId: OrganizationId, teamId: TeamId): Promise<Candidate[]> {
  const { rows } = await sql<{ member_id: MemberId; load: number; last_assigned_at: Date | null }>`
    select team_member.member_id, team_member.last_assigned_at, (
      select count(*)::int from conversation
      where conversation.organization_id = ${organizationId} and assignee_id = team_member.member_id and conversation.status = 'open'
    ) as load
    from team_member
    join member on member.organization_id = ${organizationId} and member.id = team_member.member_id and member.deactivated_at is null
    join presence on presence.organization_id = ${organizationId} and presence.person_id = team_member.member_id
      and presence.status = 'available'
    where team_member.organization_id = ${organizationId} and team_member.team_id = ${teamId}
  `.execute(tx)
  return rows.map(({ member_id, load, last_assigned_at }) => ({
    memberId: member_id,
    load,
    lastAssignedAtMs: last_assigned_at?.getTime() ?? null,
  }))
}

export async function noteAssigned(
  tx: Tx,
  key: { organizationId: OrganizationId; teamId: TeamId; memberIds: readonly MemberId[] },
  nowMs: number,
): Promise<void> {
  await tx
    .updateTable('team_member')
    .set({ last_assigned_at: new Date(nowMs) })
    .where('organization_id', '=', key.organizationId)
    .where('team_id', '=', key.teamId)
    .where(sql<boolean>`member_id = any(${key.memberIds}::uuid[])`)
    .execute()
}
