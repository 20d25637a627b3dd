import type { Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, MemberId, MessageId, OrganizationId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import { receiveReaction } from '../../chat/receive-reaction.ts'
import { emojiOfSlackName } from '../format/emoji-names.ts'

export interface ReactedPlace {
  organizationId: OrganizationId
  installationId: InstallationId
  channelId: string
  ts: string
}

/** Gives a message of a mention chat the reactions that Slack told of before it was known which message it is. */
export async function applyKeptReactions(tx: Tx, actor: SystemActor, place: ReactedPlace): Promise<void> {
  const kept = await tx
    .selectFrom('slack_reaction')
    .innerJoin('slack_message', (join) =>
      join
        .onRef('slack_message.organization_id', '=', 'slack_reaction.organization_id')
        .onRef('slack_message.channel_id', '=', 'slack_reaction.channel_id')
        .onRef('slack_message.ts', '=', 'slack_reaction.ts'),
    )
    .innerJoin('slack_link', (join) =>
      join
        .onRef('slack_link.organization_id', '=', 'slack_reaction.organization_id')
        .onRef('slack_link.installation_id', '=', 'slack_reaction.installation_id')
        .onRef('slack_link.slack_user_id', '=', 'slack_reaction.slack_user_id'),
    )
    .select(['slack_reaction.name', 'slack_reaction.event_ts', 'slack_message.entity_id', 'slack_link.member_id'])
    .where('slack_reaction.organization_id', '=', place.organizationId)
    .where('slack_reaction.installation_id', '=', place.installationId)
    .where('slack_reaction.channel_id', '=', place.channelId)
    .where('slack_reaction.ts', '=', place.ts)
    .where('slack_reaction.present', '=', true)
    .where('slack_message.entity_kind', '=', 'message')
    .orderBy('slack_reaction.event_ts')
    .execute()
  for (const { entity_id, member_id, name } of kept) {
    const reaction = { messageId: entity_id as MessageId, personId: member_id as MemberId, emoji: emojiOfSlackName(name) }
    await receiveReaction(tx, actor, { ...reaction, present: true })
  }
}
