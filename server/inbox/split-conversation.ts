import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId, type ConversationId, type ConversationMessageId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { appendConversationMessageChange } from './append-inbox-change.ts'
import { selectConversationMessages } from './conversation-messages.queries.ts'
import { subjectOf } from './conversation.rules.ts'
import { findConversation, lockConversation, nextConversationNumber } from './conversations.queries.ts'
import { hasToBeLookedAt } from './settling.queries.ts'
import { touchConversation } from './touch-conversation.ts'

export interface Split {
  conversationId: ConversationId
  /** It and all after it go on in a conversation of their own. */
  fromMessageId: ConversationMessageId
  nowMs: number
}

/**
 * Two things in one conversation become two. Answers in the new one go to the same place, and what is written there from now on stays in the
 * old one. Notes stay. @returns the new one. @throws not_found, bad_input when nothing would be left
 */
export async function splitConversation(tx: Tx, { organizationId }: MemberActor, input: Split): Promise<ConversationView> {
  const { conversationId, fromMessageId, nowMs } = input
  const old = await lockConversation(tx, organizationId, conversationId)
  if (!old) throw new AtriumError('not_found')
  const standing = await selectConversationMessages(tx, organizationId)
    .where('message.conversation_id', '=', conversationId)
    .where('message.deleted_at', 'is', null)
    .orderBy('message.id')
    .execute()
  const at = standing.findIndex(({ id }) => id === fromMessageId)
  const [first] = standing.slice(at, at + 1)
  if (at === -1 || !first) throw new AtriumError('not_found', 'That message is not in this conversation any more.')
  if (at === 0) throw new AtriumError('bad_input', 'Nothing would be left of this conversation. Split it at a later message.')
  const id = newId<ConversationId>(nowMs)
  const contactId = standing.slice(at).find(({ author_kind }) => author_kind === 'contact')?.author_id ?? old.contact_id
  await tx
    .insertInto('conversation')
    .values({
      organization_id: organizationId,
      id,
      number: await nextConversationNumber(tx, organizationId),
      ...{ customer_id: old.customer_id, contact_id: contactId, origin: old.origin, place: old.place, priority: old.priority },
      ...{ assignee_id: old.assignee_id, team_id: old.team_id, split_from: old.split_from ?? conversationId },
      ...{ subject: subjectOf(first.text), preview: '', created_at: first.created_at, last_activity_at: first.created_at },
      due_at: sql<Date | null>`case when ${hasToBeLookedAt(organizationId)} then ${first.created_at}::timestamptz end`,
    })
    .execute()
  const ids = standing.slice(at).map((message) => message.id)
  await tx
    .updateTable('conversation_message')
    .set({ conversation_id: id, rev: sql`rev + 1` })
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
  const moved = await selectConversationMessages(tx, organizationId)
    .where(sql<boolean>`message.id = any(${ids}::uuid[])`)
    .orderBy('message.id')
    .execute()
  const made = await findConversation(tx, organizationId, id)
  if (!made) throw new Error(`conversation ${id} is not there after it was inserted`)
  const conversation = await touchConversation(tx, organizationId, {
    conversation: made,
    activityAtMs: moved.at(-1)?.created_at.getTime() ?? nowMs,
    isOpened: true,
  })
  for (const row of moved) appendConversationMessageChange(tx, row)
  await touchConversation(tx, organizationId, { conversation: old })
  return conversation
}
