import { sql } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import type { ChannelRoleView } from '@atrium/shared/slack/views.ts'
import { appendChange } from '../../realtime/append-change.ts'
import type { ChannelKey } from './channel.queries.ts'

export interface RoleKey extends ChannelKey {
  slackUserId: string
}

/** With the names by which people are known here: as a member, else as Slack says. */
export function selectRoles(db: Db, organizationId: OrganizationId) {
  return db
    .selectFrom('slack_channel_role as role')
    .leftJoin('slack_profile as profile', (join) =>
      join
        .onRef('profile.organization_id', '=', 'role.organization_id')
        .onRef('profile.installation_id', '=', 'role.installation_id')
        .onRef('profile.slack_user_id', '=', 'role.slack_user_id'),
    )
    .leftJoin('slack_link as link', (join) =>
      join
        .onRef('link.organization_id', '=', 'role.organization_id')
        .onRef('link.installation_id', '=', 'role.installation_id')
        .onRef('link.slack_user_id', '=', 'role.slack_user_id'),
    )
    .leftJoin('member', (join) =>
      join.onRef('member.organization_id', '=', 'role.organization_id').onRef('member.id', '=', 'link.member_id'),
    )
    .select(['role.installation_id', 'role.channel_id', 'role.slack_user_id', 'role.role', 'role.rev'])
    .select(({ fn }) => fn.coalesce('member.name', 'profile.name', 'role.slack_user_id').as('name'))
    .where('role.organization_id', '=', organizationId)
}
type RoleRow = Awaited<ReturnType<ReturnType<typeof selectRoles>['executeTakeFirstOrThrow']>>

export function presentRole(row: RoleRow): ChannelRoleView {
  return {
    installationId: row.installation_id as InstallationId,
    channelId: row.channel_id,
    slackUserId: row.slack_user_id,
    name: row.name,
    role: row.role as ChannelRoleView['role'],
    rev: Number(row.rev),
  }
}

export async function findRole(db: Db, organizationId: OrganizationId, key: RoleKey): Promise<ChannelRoleView | null> {
  const row = await selectRoles(db, organizationId)
    .where('role.installation_id', '=', key.installationId)
    .where('role.channel_id', '=', key.channelId)
    .where('role.slack_user_id', '=', key.slackUserId)
    .executeTakeFirst()
  return row ? presentRole(row) : null
}

export function announceRole(tx: Tx, channelRole: ChannelRoleView): void {
  const { installationId, channelId, slackUserId, rev } = channelRole
  const entityId = `${installationId}/${channelId}/${slackUserId}`
  appendChange(tx, { kind: 'slack.channelRoleChanged', audience: ['members'], entityId, rev, payload: { channelRole } })
}

export function announceRoleRemoved(tx: Tx, { installationId, channelId, slackUserId }: RoleKey, rev: number): void {
  const entityId = `${installationId}/${channelId}/${slackUserId}`
  const payload = { installationId, channelId, slackUserId, rev }
  appendChange(tx, { kind: 'slack.channelRoleRemoved', audience: ['members'], entityId, rev, payload })
}

/** With their channel, which has another id from now on; what was said under the new one stands. */
export async function moveRoles(
  tx: Tx,
  { organizationId, installationId }: { organizationId: OrganizationId; installationId: InstallationId },
  { from, to }: { from: string; to: string },
): Promise<void> {
  const gone = await tx
    .deleteFrom('slack_channel_role')
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .where('channel_id', '=', from)
    .returningAll()
    .execute()
  for (const row of gone) {
    const { slack_user_id: slackUserId } = row
    announceRoleRemoved(tx, { installationId, channelId: from, slackUserId }, Number(row.rev) + 1)
    const moved = await tx
      .insertInto('slack_channel_role')
      .values({ ...row, channel_id: to, rev: sql`${row.rev}::bigint + 1` })
      .onConflict((conflict) => conflict.doNothing())
      .returning('rev')
      .executeTakeFirst()
    const role = moved && (await findRole(tx, organizationId, { installationId, channelId: to, slackUserId }))
    if (role) announceRole(tx, role)
  }
}
