import { jsonb } from '@atrium/db/json.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { InstallationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { SlackNotificationView } from '@atrium/shared/slack/notifications.ts'
import type { InstallationView } from '@atrium/shared/slack/views.ts'
import { writeAudit } from '../../../identity/write-audit.ts'
import { findChannelRow } from '../../channels/channel.queries.ts'
import { findInstallation, updateInstallation } from '../../install/installation.queries.ts'
import { presentInstallation } from '../../present-slack.ts'
import { withNotification } from './notifications.rules.ts'

type Setting = SlackNotificationView & { installationId: InstallationId; address: string; nowMs: number }

/** Whether and where the team is told of something. What cards say is not for customers, so no channel of theirs will do. @throws not_found, bad_input */
export async function setNotification(tx: Tx, actor: MemberActor, setting: Setting): Promise<InstallationView> {
  const { organizationId } = actor
  const { installationId, kind, on, channelId, address, nowMs } = setting
  const before = await findInstallation(tx, organizationId, installationId)
  if (!before) throw new AtriumError('not_found')
  if (on && channelId === null) throw new AtriumError('bad_input', 'Choose the channel first.').at('channelId')
  const channel = channelId === null ? null : await findChannelRow(tx, organizationId, { installationId, channelId })
  if (channelId !== null && !channel) throw new AtriumError('not_found', 'This channel is not known. Refresh the list of channels.')
  if (channel && (channel.customer_id !== null || channel.is_ext_shared))
    throw new AtriumError('bad_input', 'Customers read that channel. Choose one that only your team reads.').at('channelId')
  const notifications = jsonb(withNotification(before, { kind, on, channelId })) as never
  const row = await updateInstallation(tx, organizationId, { id: installationId, set: { notifications } })
  const subject = `Slack workspace ${before.team_name}`
  await writeAudit(tx, actor, { action: 'slack.notificationChanged', subject, detail: { kind, on, channelId }, address, nowMs })
  return presentInstallation(row)
}
