import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import { violatesUnique } from '@atrium/db/unique-violation.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId, type MemberId, type OrganizationId, type TeamId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { Routing, TeamView } from '@atrium/shared/inbox/views.ts'
import { appendChange } from '../../realtime/append-change.ts'
import { givenName } from '../given-name.rules.ts'
import { findTeam, lockTeams, teamsOf } from './teams.queries.ts'

export interface SavedTeam {
  /** Null: a new one. */
  teamId: TeamId | null
  name: string
  routing: Routing
  /** Another team that took new conversations does so no more. */
  takesNew: boolean
  memberIds: readonly MemberId[]
  nowMs: number
}

const LONGEST = 60

/** @throws not_found, bad_input, conflict */
export async function saveTeam(tx: Tx, { organizationId }: MemberActor, input: SavedTeam): Promise<TeamView> {
  const name = givenName('team', input.name, LONGEST)
  const id = input.teamId ?? newId<TeamId>(input.nowMs)
  const all = await teamsOf(tx, organizationId)
  await lockTeams(
    tx,
    organizationId,
    all.map((team) => team.id),
  )
  if (input.takesNew) await takeFromOthers(tx, organizationId, { id, all })
  await write(tx, organizationId, { ...input, id, name })
  await writeMembers(tx, organizationId, { id, memberIds: input.memberIds })
  return tell(tx, organizationId, id)
}

/** Its conversations are of no team any more, as far as anybody sees. @throws not_found */
export async function deleteTeam(tx: Tx, { organizationId }: MemberActor, { teamId }: { teamId: TeamId }): Promise<void> {
  const row = await tx
    .deleteFrom('team')
    .where('organization_id', '=', organizationId)
    .where('id', '=', teamId)
    .returning('rev')
    .executeTakeFirst()
  if (!row) throw new AtriumError('not_found', 'That team does not exist any more.')
  const rev = row.rev + 1
  appendChange(tx, { kind: 'inbox.teamRemoved', audience: ['members'], entityId: teamId, rev, payload: { teamId, rev } })
}

async function takeFromOthers(
  tx: Tx,
  organizationId: OrganizationId,
  { id, all }: { id: TeamId; all: readonly TeamView[] },
): Promise<void> {
  for (const other of all.filter((team) => team.takesNew && team.id !== id)) {
    await tx
      .updateTable('team')
      .set({ takes_new: false, rev: sql`rev + 1` })
      .where('organization_id', '=', organizationId)
      .where('id', '=', other.id)
      .execute()
    await tell(tx, organizationId, other.id)
  }
}

async function write(tx: Tx, organizationId: OrganizationId, input: SavedTeam & { id: TeamId }): Promise<void> {
  const { id, name, routing, takesNew } = input
  const columns = { name, routing, takes_new: takesNew }
  const writing = input.teamId
    ? tx
        .updateTable('team')
        .set({ ...columns, rev: sql`rev + 1` })
        .where('organization_id', '=', organizationId)
        .where('id', '=', id)
        .returning('id')
    : tx
        .insertInto('team')
        .values({ organization_id: organizationId, id, ...columns })
        .returning('id')
  const row = await writing.executeTakeFirst().catch((error: unknown) => {
    throw violatesUnique(error, 'team_name') ? new AtriumError('conflict', `There is a team called ${name} already.`).at('name') : error
  })
  if (!row) throw new AtriumError('not_found', 'That team does not exist any more.')
}

/** Who stays keeps their turn. */
async function writeMembers(
  tx: Tx,
  organizationId: OrganizationId,
  { id, memberIds }: { id: TeamId; memberIds: readonly MemberId[] },
): Promise<void> {
  const wanted = [...new Set(memberIds)]
  const known = await tx
    .selectFrom('member')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`id = any(${wanted}::uuid[])`)
    .execute()
  if (known.length < wanted.length) throw new AtriumError('not_found', 'One of these people is not in this organization any more.')
  await tx
    .deleteFrom('team_member')
    .where('organization_id', '=', organizationId)
    .where('team_id', '=', id)
    .where(sql<boolean>`not member_id = any(${wanted}::uuid[])`)
    .execute()
  if (wanted.length === 0) return
  const rows = wanted.map((member_id) => ({ organization_id: organizationId, team_id: id, member_id }))
  await tx
    .insertInto('team_member')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

async function tell(tx: Tx, organizationId: OrganizationId, id: TeamId): Promise<TeamView> {
  const team = await findTeam(tx, organizationId, id)
  if (!team) throw new Error(`team ${id} is not there after it was written`)
  appendChange(tx, { kind: 'inbox.teamChanged', audience: ['members'], entityId: id, rev: team.rev, payload: { team } })
  return team
}
