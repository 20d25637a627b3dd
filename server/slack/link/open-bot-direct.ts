import { inOrganization } from '@atrium/db/transaction.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import type { SlackServices } from '../slack-services.ts'

/**
 * Learns the channel of our bot's direct message with a linked member. Slack lists one authorization per event, which
 * for this channel can be the member's: knowing the channel tells it apart from the member's other direct messages.
 * One that fails is made up for by the first message that the bot sends there.
 */
export async function openBotDirect(
  services: SlackServices,
  { organizationId, installationId, slackUserId }: { organizationId: OrganizationId; installationId: InstallationId; slackUserId: string },
): Promise<void> {
  try {
    const token = await slackTokenOf(services, {
      organizationId,
      owner: { kind: 'installation', id: installationId },
      reader: 'slack-link',
    })
    const answer = token && (await services.slackApi.call(token, (client) => client.conversations.open({ users: slackUserId })))
    const channelId = answer ? answer.channel?.id : undefined
    if (!channelId) return
    await inOrganization(services.db, organizationId, (tx) =>
      tx
        .insertInto('slack_direct')
        .values({
          organization_id: organizationId,
          installation_id: installationId,
          lane_key: `bot:${slackUserId}`,
          kind: 'bot',
          slack_channel_id: channelId,
        })
        .onConflict((conflict) =>
          conflict.columns(['organization_id', 'installation_id', 'lane_key']).doUpdateSet({ slack_channel_id: channelId }),
        )
        .execute(),
    )
  } catch (error) {
    services.logger.warn(
      { err: error, organizationId, installationId },
      "the bot's direct message with a linked member could not be opened",
    )
  }
}
