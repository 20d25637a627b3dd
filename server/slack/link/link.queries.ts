import { sql, type Selectable } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import type { SlackLink } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, MemberId, OrganizationId } from '@atrium/shared/ids.ts'
import { appendChange } from '../../realtime/append-change.ts'
import { presentLink } from '../present-slack.ts'
import { missingUserScopes } from '../scopes.ts'

export type LinkRow = Selectable<SlackLink>

export function listLinks(db: Db, organizationId: OrganizationId, of: { memberId: MemberId | null }): Promise<LinkRow[]> {
  const links = db.selectFrom('slack_link').selectAll().where('organization_id', '=', organizationId).orderBy('id')
  return (of.memberId ? links.where('member_id', '=', of.memberId) : links).execute()
}

/** By link, what the grants of a workspace's members lack of what we ask for; of those alone that lack something. */
export async function listLackingGrants(tx: Tx, organizationId: OrganizationId, installationId: InstallationId): Promise<string[][]> {
  const rows = await tx
    .selectFrom('slack_link')
    .innerJoin('member', (join) =>
      join.onRef('member.organization_id', '=', 'slack_link.organization_id').onRef('member.id', '=', 'slack_link.member_id'),
    )
    .select(['slack_link.scopes', 'slack_link.can_post'])
    .where('slack_link.organization_id', '=', organizationId)
    .where('slack_link.installation_id', '=', installationId)
    .where('member.deactivated_at', 'is', null)
    .execute()
  return rows.map(({ scopes, can_post: canPost }) => missingUserScopes({ scopes, canPost })).filter((missing) => missing.length > 0)
}

export function findLink(
  db: Db,
  organizationId: OrganizationId,
  of: { installationId: InstallationId; memberId: MemberId },
): Promise<LinkRow | undefined> {
  return links(db, organizationId, of.installationId).where('member_id', '=', of.memberId).executeTakeFirst()
}

export function findLinkOfSlackUser(
  db: Db,
  organizationId: OrganizationId,
  of: { installationId: InstallationId; slackUserId: string },
): Promise<LinkRow | undefined> {
  return links(db, organizationId, of.installationId).where('slack_user_id', '=', of.slackUserId).executeTakeFirst()
}

const links = (db: Db, organizationId: OrganizationId, installationId: InstallationId) =>
  db.selectFrom('slack_link').selectAll().where('organization_id', '=', organizationId).where('installation_id', '=', installationId)

/** Of people who are no longer members, and have not linked themselves anew since; one of them, where it is named. Of one: held to the end of the transaction. */
export function formerLinks(tx: Tx, organizationId: OrganizationId, id?: string): Promise<LinkRow[]> {
  const former = tx
    .selectFrom('slack_link')
    .innerJoin('member', (join) =>
      join.onRef('member.organization_id', '=', 'slack_link.organization_id').onRef('member.id', '=', 'slack_link.member_id'),
    )
    .selectAll('slack_link')
    .where('slack_link.organization_id', '=', organizationId)
    .where('member.deactivated_at', 'is not', null)
  return id === undefined ? former.execute() : former.where('slack_link.id', '=', id).forUpdate('slack_link').execute()
}

export async function updateLink(
  tx: Tx,
  organizationId: OrganizationId,
  {
    id,
    set,
  }: {
    id: string
    set: Partial<
      Pick<
        LinkRow,
        | 'preference'
        | 'reading_delay_minutes'
        | 'can_post'
        | 'scopes'
        | 'slack_user_id'
        | 'slack_email'
        | 'shows_place'
        | 'place_declined'
        | 'place_at'
      >
    >
  },
): Promise<LinkRow> {
  const row = await tx
    .updateTable('slack_link')
    .set({ ...set, rev: sql<number>`rev + 1` })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  announceLink(tx, row)
  return row
}

export function announceLink(tx: Tx, row: LinkRow): void {
  appendChange(tx, {
    kind: 'slack.linkChanged',
    audience: [`person:${row.member_id as MemberId}`, 'admins'],
    entityId: row.id,
    rev: Number(row.rev),
    payload: { link: presentLink(row) },
  })
}

export async function deleteLinkRow(tx: Tx, organizationId: OrganizationId, row: LinkRow): Promise<void> {
  await tx.deleteFrom('slack_link').where('organization_id', '=', organizationId).where('id', '=', row.id).execute()
  await tx
    .deleteFrom('slack_direct')
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', row.installation_id)
    .where('kind', 'in', ['person', 'group'])
    .where((eb) => eb(sql<string>`${row.slack_user_id}`, '=', sql<string>`any(string_to_array(lane_key, ':'))`))
    .execute()
  // What is private must not be read any more, from this moment on.
  await sql`
    delete from slack_reconcile row where row.organization_id = ${organizationId} and row.installation_id = ${row.installation_id}
      and row.kind = 'direct' and not exists (
        select 1 from slack_direct direct
        where direct.organization_id = row.organization_id and direct.installation_id = row.installation_id and direct.slack_channel_id = row.channel_id
      ) and not exists (
        select 1 from slack_thread thread
        where thread.organization_id = row.organization_id and thread.installation_id = row.installation_id and thread.channel_id = row.channel_id
          and thread.conversation_id is not null
      )
  `.execute(tx)
  appendChange(tx, {
    kind: 'slack.linkRemoved',
    audience: [`person:${row.member_id as MemberId}`, 'admins'],
    entityId: row.id,
    rev: Number(row.rev) + 1,
    payload: { memberId: row.member_id as MemberId, installationId: row.installation_id, rev: Number(row.rev) + 1 },
  })
  const rev = Number(row.status_rev) + 1
  appendChange(tx, {
    kind: 'slack.statusRemoved',
    audience: ['members'],
    entityId: row.id,
    rev,
    payload: { memberId: row.member_id as MemberId, installationId: row.installation_id, rev },
  })
}
