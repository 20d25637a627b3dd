import { sql, type Selectable } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import type { SlackLink } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, MemberId, OrganizationId } from '@atrium/shared/ids.ts'
import { appendChange } from '../../realtime/append-change.ts'
import { presentLink } from '../present-slack.ts'

export type LinkRow = Selectable<SlackLink>

export function listLinks(db: Db, organizationId: OrganizationId, of: { memberId: MemberId | null }): Promise<LinkRow[]> {
  const links = db.selectFrom('slack_link').selectAll().where('organization_id', '=', organizationId).orderBy('id')
  return (of.memberId ? links.where('member_id', '=', of.memberId) : links).execute()
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

export async function updateLink(
  tx: Tx,
  organizationId: OrganizationId,
  {
    id,
    set,
  }: {
    id: string
    set: Partial<Pick<LinkRow, 'preference' | 'reading_delay_minutes' | 'can_post' | 'scopes' | 'slack_user_id' | 'slack_email'>>
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
  appendChange(tx, {
    kind: 'slack.linkRemoved',
    audience: [`person:${row.member_id as MemberId}`, 'admins'],
    entityId: row.id,
    rev: Number(row.rev) + 1,
    payload: { memberId: row.member_id as MemberId, installationId: row.installation_id, rev: Number(row.rev) + 1 },
  })
}
