import { sql } from 'kysely'
import { executeKept, planOnce } from '@atrium/db/statement.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ConversationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { selectConversations } from '../conversations.queries.ts'
import { findConversationByNumber } from '../find-conversations.ts'
import { presentConversation } from '../present-inbox.ts'

interface Search {
  /** Every word of it has to stand in one message or note, at least its beginning. "#12" is a number. */
  words: string
  /** The oldest message or note that was found already. */
  before?: string | undefined
  limit: number
}

export interface FoundConversation {
  conversation: ConversationView
  /** What was found in it: the text of the newest message or note with these words. Empty for one found by its number. */
  text: string
}
export interface FoundConversations {
  /** Each once; whose newest match is newest first. */
  found: FoundConversation[]
  /** Give it as `before`; null when there is nothing older. */
  next: string | null
}

/** Looks through all that was written to customers and by them, and through notes (IN8). */
export async function searchConversations(tx: Tx, actor: MemberActor, { words, before, limit }: Search): Promise<FoundConversations> {
  const byNumber = before === undefined ? await numbered(tx, actor, words) : null
  const { rows } = await sql<{ entry: string; conversation: ConversationId }>`
    select entry, conversation from search.conversation_entries(${words}, ${before ?? null}, ${limit + 1})
  `.execute(tx)
  const page = rows.slice(0, limit)
  const newestOf = new Map(page.toReversed().map(({ entry, conversation }) => [conversation, entry]))
  const order = [...new Set(page.map(({ conversation }) => conversation))].filter((id) => id !== byNumber?.id)
  const [conversations, texts] = [await byIds(tx, actor, order), await textsOf(tx, actor, [...newestOf.values()])]
  const found = order.flatMap((id) => {
    const conversation = conversations.get(id)
    return conversation ? [{ conversation, text: texts.get(newestOf.get(id) ?? '') ?? '' }] : []
  })
  return {
    found: [...(byNumber ? [{ conversation: byNumber, text: '' }] : []), ...found],
    next: rows.length > limit ? (page.at(-1)?.entry ?? null) : null,
  }
}

async function numbered(tx: Tx, actor: MemberActor, words: string): Promise<ConversationView | null> {
  const number = /^\s*#?(\d{1,9})\s*$/.exec(words)?.[1]
  return number === undefined ? null : findConversationByNumber(tx, actor, Number(number))
}

async function byIds(tx: Tx, { organizationId }: MemberActor, ids: readonly ConversationId[]): Promise<Map<string, ConversationView>> {
  if (ids.length === 0) return new Map()
  await planOnce(tx)
  const wanted = selectConversations(tx, organizationId).where(sql<boolean>`conversation.id = any(${ids}::uuid[])`)
  const rows = await executeKept(tx, 'inbox.conversations-by-id', wanted)
  return new Map(rows.map((row) => [row.id, presentConversation(row)]))
}

async function textsOf(tx: Tx, { organizationId }: MemberActor, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const texts = sql<{ id: string; text: string }>`
    select id, text from conversation_message where organization_id = ${organizationId} and id = any(${ids}::uuid[])
    union all select id, text from note where organization_id = ${organizationId} and id = any(${ids}::uuid[])
  `
  const rows = await executeKept(tx, 'inbox.entry-texts', texts)
  return new Map(rows.map(({ id, text }) => [id, text]))
}
