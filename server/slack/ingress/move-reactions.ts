import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { MemberId, MessageId } from '@atrium/shared/ids.ts'
import { receiveReaction } from '../../chat/receive-reaction.ts'
import { emojiOfSlackName } from '../format/emoji-names.ts'
import { ingressActor, type InstallationScope } from './installation-scope.ts'
import type { ChannelMove } from './move-channel.ts'
import { isReactionUnderWay } from './reaction-under-way.ts'

/** Told under one id of a message that is known under the other. */
export interface StrayReaction {
  name: string
  present: boolean
  slack_user_id: string
  member_id: MemberId
  entity_id: MessageId
}

/** Those that nothing later contradicts. */
export async function findStrayReactions(
  tx: Tx,
  { organizationId, installationId }: InstallationScope,
  { from, to }: ChannelMove,
): Promise<StrayReaction[]> {
  const { rows } = await sql<StrayReaction>`
    select told.name, told.present, told.slack_user_id, link.member_id, message.entity_id
    from slack_reaction told
    join slack_message message on message.organization_id = told.organization_id and message.ts = told.ts
      and message.channel_id = case told.channel_id when ${from} then ${to} else ${from} end and message.entity_kind = 'message'
    join slack_link link on link.organization_id = told.organization_id and link.installation_id = told.installation_id
      and link.slack_user_id = told.slack_user_id
    where told.organization_id = ${organizationId} and told.installation_id = ${installationId} and told.channel_id in (${from}, ${to})
      and not exists (
        select 1 from slack_reaction later
        where later.organization_id = told.organization_id and later.channel_id = message.channel_id and later.ts = told.ts
          and later.slack_user_id = told.slack_user_id and later.name = told.name and later.event_ts::numeric > told.event_ts::numeric
      )
    order by told.event_ts::numeric
  `.execute(tx)
  return rows
}

/** The last that Slack told counts. */
export async function moveReactions(
  tx: Tx,
  { organizationId, installationId }: InstallationScope,
  { from, to }: ChannelMove,
): Promise<void> {
  await sql`
    with former as (
      delete from slack_reaction
      where organization_id = ${organizationId} and installation_id = ${installationId} and channel_id = ${from} returning *
    )
    insert into slack_reaction (organization_id, channel_id, ts, slack_user_id, name, installation_id, event_ts, present)
    select organization_id, ${to}, ts, slack_user_id, name, installation_id, event_ts, present from former
    on conflict (organization_id, channel_id, ts, slack_user_id, name) do update set event_ts = excluded.event_ts, present = excluded.present
      where slack_reaction.event_ts::numeric < excluded.event_ts::numeric
  `.execute(tx)
}

/** While what a person has done here about the very same is on its way to Slack, that has the last word. */
export async function applyStrayReactions(tx: Tx, scope: InstallationScope, strays: readonly StrayReaction[]): Promise<void> {
  for (const { entity_id: messageId, member_id: personId, slack_user_id: userId, name, present } of strays) {
    if (await isReactionUnderWay(tx, scope, { messageId, personId, userId, name })) continue
    await receiveReaction(tx, ingressActor(scope), { messageId, personId, emoji: emojiOfSlackName(name), present })
  }
}
