import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { selectConversations } from './conversations.queries.ts'
import { presentConversation } from './present-inbox.ts'

/** Postgres' largest integer: no number is above it. */
const MOST_NUMBER = 2_147_483_647

/** By the number that people call it by. */
export async function findConversationByNumber(tx: Tx, actor: MemberActor, number: number): Promise<ConversationView | null> {
  if (number > MOST_NUMBER) return null
  const row = await selectConversations(tx, actor.organizationId).where('conversation.number', '=', number).executeTakeFirst()
  return row ? presentConversation(row) : null
}

/** Those whose subject, customer or contact has all of these words in it, in any order; the newest activity first. */
export async function findConversationsByWords(
  tx: Tx,
  actor: MemberActor,
  { words, limit }: { words: readonly string[]; limit: number },
): Promise<ConversationView[]> {
  if (words.length === 0) return []
  let query = selectConversations(tx, actor.organizationId)
  for (const word of words) {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
    query = query.where(sql<boolean>`concat_ws(' ', conversation.subject, customer.name, contact.name) ilike ${pattern}`)
  }
  const rows = await query.orderBy('conversation.last_activity_at', 'desc').orderBy('conversation.id', 'desc').limit(limit).execute()
  return rows.map(presentConversation)
}
