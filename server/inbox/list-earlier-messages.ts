import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ConversationId, ConversationMessageId, OrganizationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { ConversationMessageView } from '@atrium/shared/inbox/views.ts'
import { selectConversationMessages } from './conversation-messages.queries.ts'
import { findConversation } from './conversations.queries.ts'
import { presentConversationMessage } from './present-inbox.ts'

const PAGE = 200

interface Earlier {
  conversationId: ConversationId
  before: ConversationMessageId
}

/** What was said before a message that is known, the newest 200 of it, oldest of them first; and how much there is before that. @throws not_found */
export async function listEarlierMessages(
  tx: Tx,
  { organizationId }: MemberActor,
  { conversationId, before }: Earlier,
): Promise<{ messages: ConversationMessageView[]; earlier: number }> {
  if (!(await findConversation(tx, organizationId, conversationId))) throw new AtriumError('not_found')
  // It may have moved to another conversation since: its place in time is the same.
  const isKnown = await selectConversationMessages(tx, organizationId).where('message.id', '=', before).executeTakeFirst()
  if (!isKnown) throw new AtriumError('not_found')
  const rows = await selectConversationMessages(tx, organizationId)
    .where('message.conversation_id', '=', conversationId)
    .where('message.id', '<', before)
    .orderBy('message.id', 'desc')
    .limit(PAGE)
    .execute()
  const messages = rows.toReversed().map(presentConversationMessage)
  const [oldest] = messages
  const isWhole = messages.length < PAGE || !oldest
  return { messages, earlier: isWhole ? 0 : await countBefore(tx, organizationId, { conversationId, before: oldest.id }) }
}

export async function countBefore(tx: Tx, organizationId: OrganizationId, { conversationId, before }: Earlier): Promise<number> {
  const { count } = await tx
    .selectFrom('conversation_message')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('organization_id', '=', organizationId)
    .where('conversation_id', '=', conversationId)
    .where('id', '<', before)
    .executeTakeFirstOrThrow()
  return count
}
