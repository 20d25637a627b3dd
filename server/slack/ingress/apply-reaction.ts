import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageId } from '@atrium/shared/ids.ts'
import { receiveReaction } from '../../chat/receive-reaction.ts'
import { emojiOfSlackName } from '../format/emoji-names.ts'
import { ingressActor, type InstallationScope } from './installation-scope.ts'
import { findLinkedMembers } from './place.queries.ts'
import { isReactionOwed } from './revision.queries.ts'
import type { SlackEvent } from './slack-event.rules.ts'
import { findSlackMessage } from './slack-message.queries.ts'

type Reaction = Extract<SlackEvent, { kind: 'reaction' }>

/**
 * The last that Slack tells of a linked member's reaction counts, in whatever order it tells. It is kept also for a message
 * that has not come yet. While a call of ours about the very same is owed, that has the last word: what comes is our echo, or older.
 */
export async function applyReaction(tx: Tx, scope: InstallationScope, reaction: Reaction): Promise<void> {
  const { userId, channelId, ts, name, present } = reaction
  const personId = (await findLinkedMembers(tx, scope, [userId])).get(userId)
  if (!personId || !(await keepLatest(tx, scope, reaction))) return
  const entity = (await findSlackMessage(tx, scope, { channelId, ts }))?.entity
  if (entity?.kind !== 'message' || (await isReactionOwed(tx, scope, { messageId: entity.id, userId, name }))) return
  const messageId = entity.id as MessageId
  await receiveReaction(tx, ingressActor(scope), { messageId, personId, emoji: emojiOfSlackName(name), present })
}

/** @returns whether it is later than what was kept */
async function keepLatest(tx: Tx, scope: InstallationScope, reaction: Reaction): Promise<boolean> {
  const { channelId, ts, userId, name, present, eventTs } = reaction
  const latest = { event_ts: eventTs, present, installation_id: scope.installationId }
  const kept = await tx
    .insertInto('slack_reaction')
    .values({ organization_id: scope.organizationId, channel_id: channelId, ts, slack_user_id: userId, name, ...latest })
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'channel_id', 'ts', 'slack_user_id', 'name'])
        .doUpdateSet(latest)
        .where(sql<boolean>`slack_reaction.event_ts::numeric < ${eventTs}::numeric`),
    )
    .returning('ts')
    .executeTakeFirst()
  return kept !== undefined
}
