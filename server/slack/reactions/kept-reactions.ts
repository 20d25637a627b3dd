import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, MemberId, MessageId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import { receiveReaction } from '../../chat/receive-reaction.ts'
import { emojiOfSlackName } from '../format/emoji-names.ts'

export interface ReactedPlace {
  installationId: InstallationId
  channelId: string
  ts: string
}

/** Gives messages of mention chats the reactions that Slack told of before it was known which messages they are. */
export async function applyKeptReactions(tx: Tx, actor: SystemActor, places: readonly ReactedPlace[]): Promise<void> {
  if (places.length === 0) return
  const [channels, times] = [places.map(({ channelId }) => channelId), places.map(({ ts }) => ts)]
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
    .where('slack_reaction.organization_id', '=', actor.organizationId)
    .where(
      sql<boolean>`(slack_reaction.installation_id, slack_reaction.channel_id, slack_reaction.ts) in (
        select * from unnest(${places.map(({ installationId }) => installationId)}::uuid[], ${channels}::text[], ${times}::text[])
      )`,
    )
    .where('slack_reaction.present', '=', true)
    .where('slack_message.entity_kind', '=', 'message')
    .orderBy('slack_reaction.event_ts')
    .execute()
  for (const { entity_id, member_id, name } of kept) {
    const reaction = { messageId: entity_id as MessageId, personId: member_id as MemberId, emoji: emojiOfSlackName(name) }
    await receiveReaction(tx, actor, { ...reaction, present: true })
  }
}
