import type { ModalView } from '@slack/web-api'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import type { SlackServices } from '../slack-services.ts'

/** Opens a form in front of the one who pressed. What they pressed with works once and for three seconds, so this comes first. @throws SlackCallError */
export async function openModal(
  services: SlackServices,
  of: { organizationId: OrganizationId; installationId: InstallationId; triggerId: string; view: object },
): Promise<void> {
  const owner = { kind: 'installation', id: of.installationId } as const
  const token = await slackTokenOf(services, { organizationId: of.organizationId, owner, reader: 'slack-surfaces' })
  if (token === null) throw new Error('the workspace has no token')
  await services.slackApi.call(token, (client) => client.views.open({ trigger_id: of.triggerId, view: of.view as ModalView }))
}
