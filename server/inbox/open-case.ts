import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ClientMutationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { once } from '../realtime/client-mutation.ts'
import { writableText } from './conversation.rules.ts'
import { selectConversations } from './conversations.queries.ts'
import { openConversation } from './open-conversation.ts'
import { presentConversation } from './present-inbox.ts'

interface NewCase {
  clientId: ClientMutationId
  /** Markdown. */
  text: string
  /** Where the member said it, for people. */
  place: string
  nowMs: number
}

/**
 * A member opens a conversation with nobody outside: something to be done. As long as it is not closed, the same words of the same member
 * are the same conversation. @throws bad_input
 */
export function openCase(
  tx: Tx,
  actor: MemberActor,
  { clientId, text, place, nowMs }: NewCase,
): Promise<{ conversation: ConversationView; isNew: boolean }> {
  const { personId: memberId } = actor
  return once(tx, { actor, clientId, procedure: 'inbox.openCase' }, async () => {
    const writable = writableText(text)
    await sql`select pg_advisory_xact_lock(hashtextextended(${`case ${memberId} ${writable}`}, 0))`.execute(tx)
    const known = await findCase(tx, actor, writable)
    if (known) return { conversation: known, isNew: false }
    const by = { memberId, isOutside: false }
    const opened = await openConversation(tx, actor, {
      ...by,
      customerId: null,
      origin: 'manual',
      place,
      text: writable,
      createdAtMs: nowMs,
    })
    return { conversation: opened.conversation, isNew: true }
  })
}

async function findCase(tx: Tx, { organizationId, personId }: MemberActor, text: string): Promise<ConversationView | null> {
  const row = await selectConversations(tx, organizationId)
    .where('conversation.origin', '=', 'manual')
    .where('conversation.status', '<>', 'closed')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('conversation_message as message')
          .select('message.id')
          .where('message.organization_id', '=', organizationId)
          .whereRef('message.conversation_id', '=', 'conversation.id')
          .where('message.author_id', '=', personId)
          .where('message.text', '=', text)
          .where('message.deleted_at', 'is', null),
      ),
    )
    .orderBy('conversation.number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? presentConversation(row) : null
}
