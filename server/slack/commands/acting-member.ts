import { inOrganization } from '@atrium/db/transaction.ts'
import type { InstallationId, MemberId, OrganizationId, SlackAppId, UserId } from '@atrium/shared/ids.ts'
import type { MemberActor, Role } from '@atrium/shared/identity/actor.ts'
import type { SlackServices } from '../slack-services.ts'

interface Acting {
  /** The apps of ours that were acted through. */
  apps: readonly { organizationId: OrganizationId; slackAppId: SlackAppId }[]
  teamId: string | null
  slackUserId: string
}

/** A member, and the workspace of whose people they are there. */
export type ActingMember = MemberActor & { installationId: InstallationId }

/** The member who has linked this Slack account: nobody is known by anything else, such as a name or an e-mail. */
export async function actingMember(services: SlackServices, { apps, teamId, slackUserId }: Acting): Promise<ActingMember | null> {
  if (teamId === null) return null
  for (const { organizationId, slackAppId } of apps) {
    const row = await inOrganization(services.db, organizationId, (tx) =>
      tx
        .selectFrom('slack_link')
        .innerJoin('slack_installation as installation', (join) =>
          join
            .onRef('installation.organization_id', '=', 'slack_link.organization_id')
            .onRef('installation.id', '=', 'slack_link.installation_id'),
        )
        .innerJoin('member', (join) =>
          join.onRef('member.organization_id', '=', 'slack_link.organization_id').onRef('member.id', '=', 'slack_link.member_id'),
        )
        .select(['member.id', 'member.role', 'member.user_id', 'installation.id as installation_id'])
        .where('slack_link.organization_id', '=', organizationId)
        .where('slack_link.slack_user_id', '=', slackUserId)
        .where('installation.slack_app_id', '=', slackAppId)
        .where('installation.team_id', '=', teamId)
        .where('installation.state', '=', 'active')
        .where('member.deactivated_at', 'is', null)
        .executeTakeFirst(),
    )
    if (!row?.user_id) continue
    const [personId, userId, role] = [row.id as MemberId, row.user_id as UserId, row.role as Role]
    return { kind: 'member', organizationId, personId, userId, role, installationId: row.installation_id as InstallationId }
  }
  return null
}
