import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import { storableText } from '@atrium/shared/chat/storable-text.ts'
import { newId, type ContactId, type ConversationId, type ConversationMessageId, type CustomerId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import type { ConversationMessageView, ConversationView } from '@atrium/shared/inbox/views.ts'
import { appendConversationChange, appendConversationMessageChange } from './append-inbox-change.ts'
import { insertConversationMessage } from './conversation-messages.queries.ts'
import { previewOf, subjectOf } from './conversation.rules.ts'
import { findConversation, nextConversationNumber } from './conversations.queries.ts'
import { hasToBeLookedAt } from './settling.queries.ts'

interface NewConversation {
  customerId: CustomerId | null
  contactId: ContactId
  origin: ConversationView['origin']
  /** For people: "#support-acme". */
  place: string
  /** Markdown of its first message. */
  text: string
  createdAtMs: number
}

/** What a customer wrote begins a conversation, which is theirs to have answered. */
export async function openConversation(
  tx: Tx,
  actor: SystemActor,
  input: NewConversation,
): Promise<{ conversation: ConversationView; message: ConversationMessageView }> {
  const { organizationId } = actor
  const { customerId, contactId, origin, place, createdAtMs } = input
  const id = newId<ConversationId>(createdAtMs)
  const [text, createdAt] = [storableText(input.text), new Date(createdAtMs)]
  const number = await nextConversationNumber(tx, organizationId)
  await tx
    .insertInto('conversation')
    .values({
      organization_id: organizationId,
      id,
      number,
      customer_id: customerId,
      contact_id: contactId,
      origin,
      place,
      subject: subjectOf(text),
      preview: previewOf(text),
      waiting: true,
      created_at: createdAt,
      last_activity_at: createdAt,
      due_at: sql<Date | null>`case when ${hasToBeLookedAt(organizationId)} then ${createdAt}::timestamptz end`,
    })
    .execute()
  const message = await insertConversationMessage(tx, {
    organization_id: organizationId,
    id: newId<ConversationMessageId>(createdAtMs),
    conversation_id: id,
    author_kind: 'contact',
    author_id: contactId,
    text,
    created_at: createdAt,
  })
  const row = await findConversation(tx, organizationId, id)
  if (!row) throw new Error(`conversation ${id} is not there after it was inserted`)
  return { conversation: appendConversationChange(tx, row), message: appendConversationMessageChange(tx, message) }
}
