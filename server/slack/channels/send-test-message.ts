import { AtriumError } from '@atrium/shared/errors.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import type { SlackServices } from '../slack-services.ts'
import { askSlack } from './refresh-channels.ts'

/** Posts a line as the bot, so that a person sees it arrive. @throws not_found, slack_refused, slack_unreachable */
export async function sendTestMessage(
  services: SlackServices,
  { organizationId, installationId, channelId }: { organizationId: OrganizationId; installationId: InstallationId; channelId: string },
): Promise<void> {
  const token = await slackTokenOf(services, {
    organizationId,
    owner: { kind: 'installation', id: installationId },
    reader: 'slack-install',
  })
  if (!token) throw new AtriumError('not_found', 'This workspace is not connected.')
  const text = 'Atrium is connected: this is a test message.'
  await askSlack(() => services.slackApi.call(token, (client) => client.chat.postMessage({ channel: channelId, text, link_names: false })))
}
