import type { Tx } from '@atrium/db/transaction.ts'
import type { MemberId, MessageId } from '@atrium/shared/ids.ts'
import { lockMessage } from '../../chat/messages.queries.ts'
import { emojiOfSlackName } from '../format/emoji-names.ts'
import { isReactionUnread } from '../mirror/feed.queries.ts'
import type { InstallationScope } from './installation-scope.ts'
import { isReactionOwed } from './revision.queries.ts'

interface ReactionOfMember {
  messageId: MessageId
  personId: MemberId
  /** Theirs in Slack. */
  userId: string
  /** As Slack calls it. */
  name: string
}

/**
 * Whether what a person has done here about a reaction is still on its way to Slack. Holds the message to the end of the transaction, so
 * that nothing is done to it meanwhile. In this order: what is read in the feed is owed by then.
 */
export async function isReactionUnderWay(tx: Tx, scope: InstallationScope, of: ReactionOfMember): Promise<boolean> {
  await lockMessage(tx, scope.organizationId, of.messageId)
  return (
    (await isReactionUnread(tx, scope.organizationId, { ...of, emoji: emojiOfSlackName(of.name) })) || (await isReactionOwed(tx, scope, of))
  )
}
