import { inOrganization } from '@atrium/db/transaction.ts'
import type { OrganizationId, SlackAppId } from '@atrium/shared/ids.ts'
import type { AllowedUserView } from '@atrium/shared/slack/views.ts'
import type { SlackServices } from '../slack-services.ts'
import { allowedUsersOf, mayAct } from './allowed-users.rules.ts'

interface Acting {
  /** The apps of ours that were acted through. */
  apps: readonly { organizationId: OrganizationId; slackAppId: SlackAppId }[]
  /** As Slack says where it happened; in shared channels it may be a workspace that has no installation. */
  teamId: string | null
  slackUserId: string
}

/** Whether somebody who uses a command or clicks in Slack is among those who may (SL9). */
export async function mayActFromSlack(services: SlackServices, { apps, teamId, slackUserId }: Acting): Promise<boolean> {
  const lists = await Promise.all(apps.map((app) => listsOf(services, { ...app, teamId })))
  return mayAct(slackUserId, lists.flat())
}

function listsOf(
  services: SlackServices,
  { organizationId, slackAppId, teamId }: { organizationId: OrganizationId; slackAppId: SlackAppId; teamId: string | null },
): Promise<AllowedUserView[][]> {
  return inOrganization(services.db, organizationId, async (tx) => {
    const rows = await tx
      .selectFrom('slack_installation')
      .select(['team_id', 'allowed_users'])
      .where('organization_id', '=', organizationId)
      .where('slack_app_id', '=', slackAppId)
      .where('state', '=', 'active')
      .execute()
    const here = rows.filter((row) => row.team_id === teamId)
    return (here.length > 0 ? here : rows).map(allowedUsersOf)
  })
}
