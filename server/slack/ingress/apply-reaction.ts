import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageId } from '@atrium/shared/ids.ts'
import { receiveReaction } from '../../chat/receive-reaction.ts'
import { emojiOfSlackName } from '../format/emoji-names.ts'
import { keepLatestReaction } from '../reactions/told-reactions.queries.ts'
import { ingressActor, type InstallationScope } from './installation-scope.ts'
import { findLinkedMembers } from './place.queries.ts'
import { isReactionUnderWay } from './reaction-under-way.ts'
import type { SlackEvent } from './slack-event.rules.ts'
import { findSlackMessage } from './slack-message.queries.ts'

type Reaction = Extract<SlackEvent, { kind: 'reaction' }>

/**
 * The last that Slack tells of a linked member's reaction counts, in whatever order it tells. It is kept also for a message
 * that has not come yet. While a call of ours about the very same is owed, or is going to be
 * for what its person has just done here, that has the last word: what comes is our echo, or older.
 */
export async function applyReaction(tx: Tx, scope: InstallationScope, reaction: Reaction): Promise<void> {
  const { userId, channelId, ts, name, present, isFromHistory } = reaction
  const personId = (await findLinkedMembers(tx, scope, [userId])).get(userId)
  if (!personId || !(await keepLatestReaction(tx, { ...scope, ...reaction }, { onlyNews: isFromHistory }))) return
  const entity = (await findSlackMessage(tx, scope, { channelId, ts }))?.entity
  if (entity?.kind !== 'message') return
  const messageId = entity.id as MessageId
  if (await isReactionUnderWay(tx, scope, { messageId, personId, userId, name })) return
  await receiveReaction(tx, ingressActor(scope), { messageId, personId, emoji: emojiOfSlackName(name), present })
}
