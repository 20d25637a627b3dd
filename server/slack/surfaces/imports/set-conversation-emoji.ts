import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { InstallationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { InstallationView } from '@atrium/shared/slack/views.ts'
import { writeAudit } from '../../../identity/write-audit.ts'
import { findInstallation, updateInstallation } from '../../install/installation.queries.ts'
import { presentInstallation } from '../../present-slack.ts'

/** As Slack allows names of emojis, custom ones included. */
const NAME = /^[a-z0-9_+'-]{1,100}$/

/** Put on a message by a member, it makes a conversation of its thread. @throws not_found, bad_input */
export async function setConversationEmoji(
  tx: Tx,
  actor: MemberActor,
  { installationId, emoji, address, nowMs }: { installationId: InstallationId; emoji: string; address: string; nowMs: number },
): Promise<InstallationView> {
  const { organizationId } = actor
  const before = await findInstallation(tx, organizationId, installationId)
  if (!before) throw new AtriumError('not_found')
  const name = emoji.trim().toLowerCase().replaceAll(/^:|:$/g, '').split('::')[0] ?? ''
  if (!NAME.test(name)) throw new AtriumError('bad_input', 'Give its name in Slack, such as :ticket:.').at('emoji')
  const row = await updateInstallation(tx, organizationId, { id: installationId, set: { conversation_emoji: name } })
  const subject = `Slack workspace ${before.team_name}`
  await writeAudit(tx, actor, { action: 'slack.conversationEmojiChanged', subject, detail: { emoji: name }, address, nowMs })
  return presentInstallation(row)
}
