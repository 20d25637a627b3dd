import { sql, type Selectable, type Updateable } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import type { SlackInstallation } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import { appendChange } from '../../realtime/append-change.ts'
import { presentInstallation } from '../present-slack.ts'

export type InstallationRow = Selectable<SlackInstallation>

export function listInstallations(db: Db, organizationId: OrganizationId): Promise<InstallationRow[]> {
  return db.selectFrom('slack_installation').selectAll().where('organization_id', '=', organizationId).orderBy('id').execute()
}

export function findInstallation(db: Db, organizationId: OrganizationId, id: InstallationId): Promise<InstallationRow | undefined> {
  return db
    .selectFrom('slack_installation')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Nobody else changes its state until this transaction ends. */
export function lockInstallation(tx: Tx, organizationId: OrganizationId, id: InstallationId): Promise<InstallationRow> {
  return tx
    .selectFrom('slack_installation')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

/** Of one workspace, by the app that was installed there. */
export function findInstallationOfTeam(
  db: Db,
  organizationId: OrganizationId,
  of: { slackAppId: string; teamId: string },
): Promise<InstallationRow | undefined> {
  return db
    .selectFrom('slack_installation')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('slack_app_id', '=', of.slackAppId)
    .where('team_id', '=', of.teamId)
    .executeTakeFirst()
}

type InstallationUpdate = Updateable<
  Pick<
    SlackInstallation,
    | 'team_name'
    | 'team_domain'
    | 'bot_user_id'
    | 'bot_id'
    | 'scopes'
    | 'state'
    | 'state_reason'
    | 'default_channel_id'
    | 'allowed_users'
    | 'posts_publicly'
    | 'conversation_emoji'
    | 'notifications'
    | 'installed_by'
    | 'connected_at'
    | 'disconnected_at'
  >
>

/** Changes an installation and tells every member of it. */
export async function updateInstallation(
  tx: Tx,
  organizationId: OrganizationId,
  { id, set }: { id: InstallationId; set: InstallationUpdate },
): Promise<InstallationRow> {
  const row = await tx
    .updateTable('slack_installation')
    .set({ ...set, rev: sql<number>`rev + 1` })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  announceInstallation(tx, row)
  return row
}

export function announceInstallation(tx: Tx, row: InstallationRow): void {
  appendChange(tx, {
    kind: 'slack.installationChanged',
    audience: ['members'],
    entityId: row.id,
    rev: Number(row.rev),
    payload: { installation: presentInstallation(row) },
  })
}
