import type { Db } from '@atrium/db/connect.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, OrganizationId, SlackAppId } from '@atrium/shared/ids.ts'
import type { InstallationScope } from './installation-scope.ts'

export interface UnknownProfile {
  scope: Omit<InstallationScope, 'nowMs' | 'receivedAtMs' | 'happenedAtMs'>
  slackUserId: string
}

/** For a worker's transaction. */
export async function organizationsWithUnknown(tx: Tx): Promise<OrganizationId[]> {
  const rows = await tx
    .selectFrom('slack_profile')
    .select('organization_id')
    .distinct()
    .where('known_at', 'is', null)
    .where('is_bot', '=', false)
    .execute()
  return rows.map((row) => row.organization_id as OrganizationId)
}

/** People who wrote something and whose names nobody has asked for yet. */
export async function listUnknownProfiles(db: Db, organizationId: OrganizationId, limit: number): Promise<UnknownProfile[]> {
  const rows = await db
    .selectFrom('slack_profile')
    .innerJoin('slack_installation', (join) =>
      join
        .onRef('slack_installation.id', '=', 'slack_profile.installation_id')
        .onRef('slack_installation.organization_id', '=', 'slack_profile.organization_id'),
    )
    .innerJoin('slack_app', (join) =>
      join
        .onRef('slack_app.id', '=', 'slack_installation.slack_app_id')
        .onRef('slack_app.organization_id', '=', 'slack_installation.organization_id'),
    )
    .select([
      'slack_user_id',
      'installation_id',
      'slack_app_id',
      'app_id',
      'slack_installation.team_id',
      'bot_user_id',
      'bot_id',
      'conversation_emoji',
    ])
    .where('slack_profile.organization_id', '=', organizationId)
    .where('slack_profile.known_at', 'is', null)
    .where('slack_profile.is_bot', '=', false)
    .where('slack_installation.state', '=', 'active')
    .orderBy('slack_user_id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    slackUserId: row.slack_user_id,
    scope: {
      organizationId,
      installationId: row.installation_id as InstallationId,
      slackAppId: row.slack_app_id as SlackAppId,
      apiAppId: row.app_id,
      teamId: row.team_id,
      botUserId: row.bot_user_id,
      botId: row.bot_id,
      conversationEmoji: row.conversation_emoji,
    },
  }))
}

export async function markUnknowable(tx: Tx, scope: InstallationScope, slackUserId: string): Promise<void> {
  await tx
    .updateTable('slack_profile')
    .set({ known_at: new Date(scope.nowMs) })
    .where('organization_id', '=', scope.organizationId)
    .where('installation_id', '=', scope.installationId)
    .where('slack_user_id', '=', slackUserId)
    .execute()
}
