import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId, type ClientMutationId, type ConversationId, type ConversationMessageId } from '@atrium/shared/ids.ts'
import { callerIdOf, type AgentActor } from '@atrium/shared/identity/actor.ts'
import type { ConversationMessageView } from '@atrium/shared/inbox/views.ts'
import { once } from '../realtime/client-mutation.ts'
import { appendConversationMessageChange } from './append-inbox-change.ts'
import { insertConversationMessage } from './conversation-messages.queries.ts'
import { writableText } from './conversation.rules.ts'
import { lockConversation } from './conversations.queries.ts'
import { touchConversation } from './touch-conversation.ts'

export interface Reply {
  clientId: ClientMutationId
  conversationId: ConversationId
  /** Markdown; the customer reads it. */
  text: string
  /** The newest message of others that the writer has seen there, null where there was none; not given: what came since does not matter. */
  lastSeenId?: ConversationMessageId | null | undefined
  nowMs: number
}

/**
 * The agent answers the customer. The member who writes first takes the conversation, unless it has an assignee.
 * @throws not_found, bad_input, conflict when others have written what the writer has not seen
 */
export function reply(
  tx: Tx,
  actor: AgentActor,
  { clientId, conversationId, text, lastSeenId, nowMs }: Reply,
): Promise<ConversationMessageView> {
  const { organizationId } = actor
  const writerId = actor.kind === 'member' ? actor.personId : null
  return once(tx, { actor, clientId, procedure: 'inbox.reply' }, async () => {
    const writable = writableText(text)
    const conversation = await lockConversation(tx, organizationId, conversationId)
    if (!conversation) throw new AtriumError('not_found')
    // Whoever writes there waits for the lock: what is not here yet comes after the reply.
    const unseen = lastSeenId === undefined ? 0 : await countUnseen(tx, actor, { conversationId, lastSeenId })
    if (unseen > 0) throw new AtriumError('conflict', unseenWords(unseen)).at('lastSeenId')
    const message = await insertConversationMessage(tx, {
      organization_id: organizationId,
      id: newId<ConversationMessageId>(nowMs),
      conversation_id: conversationId,
      author_kind: writerId ? 'member' : 'automation',
      author_id: callerIdOf(actor),
      text: writable,
      created_at: new Date(nowMs),
    })
    const told = appendConversationMessageChange(tx, message)
    const assigneeId = conversation.assignee_id ?? writerId
    await touchConversation(tx, organizationId, { conversation, activityAtMs: nowMs, ...(assigneeId && { assigneeId }) })
    return told
  })
}

async function countUnseen(
  tx: Tx,
  actor: AgentActor,
  { conversationId, lastSeenId }: { conversationId: ConversationId; lastSeenId: ConversationMessageId | null },
): Promise<number> {
  let query = tx
    .selectFrom('conversation_message')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('organization_id', '=', actor.organizationId)
    .where('conversation_id', '=', conversationId)
    .where('author_id', '<>', callerIdOf(actor))
    .where('deleted_at', 'is', null)
  if (lastSeenId !== null) query = query.where('id', '>', lastSeenId)
  return (await query.executeTakeFirstOrThrow()).count
}

const unseenWords = (count: number) =>
  `${count === 1 ? 'A message has' : `${count} messages have`} come since you began. Read what is new, then send it anyway or change it.`
