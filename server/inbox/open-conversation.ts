import { sql } from 'kysely'
import { jsonb } from '@atrium/db/json.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { storableText } from '@atrium/shared/chat/storable-text.ts'
import {
  newId,
  type ContactId,
  type ConversationId,
  type ConversationMessageId,
  type CustomerId,
  type MemberId,
  type OrganizationId,
} from '@atrium/shared/ids.ts'
import type { ConversationMessageView, ConversationView } from '@atrium/shared/inbox/views.ts'
import { appendConversationChange, appendConversationMessageChange } from './append-inbox-change.ts'
import { insertConversationMessage } from './conversation-messages.queries.ts'
import { previewOf, subjectOf } from './conversation.rules.ts'
import { findConversation, nextConversationNumber } from './conversations.queries.ts'
import { hasToBeLookedAt } from './settling.queries.ts'

type NewConversation = {
  customerId: CustomerId | null
  origin: ConversationView['origin']
  /** For people: "#support-acme". */
  place: string
  /** Markdown of its first message. */
  text: string
  createdAtMs: number
} & OpenedBy
/** A member may have written where the customer is: then it stands there already. */
type OpenedBy = { contactId: ContactId } | { memberId: MemberId; isOutside: boolean }

/** What a customer wrote begins a conversation, which is theirs to have answered; or what a member wrote, which waits for nobody. */
export async function openConversation(
  tx: Tx,
  { organizationId }: { organizationId: OrganizationId },
  input: NewConversation,
): Promise<{ conversation: ConversationView; message: ConversationMessageView }> {
  const { customerId, origin, place, createdAtMs } = input
  const contactId = 'contactId' in input ? input.contactId : null
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
      waiting: contactId !== null,
      created_at: createdAt,
      last_activity_at: createdAt,
      due_at: sql<Date | null>`case when ${hasToBeLookedAt(organizationId)} then ${createdAt}::timestamptz end`,
    })
    .execute()
  const message = await insertConversationMessage(tx, {
    organization_id: organizationId,
    id: newId<ConversationMessageId>(createdAtMs),
    conversation_id: id,
    ...authorOf(input),
    text,
    created_at: createdAt,
  })
  const row = await findConversation(tx, organizationId, id)
  if (!row) throw new Error(`conversation ${id} is not there after it was inserted`)
  return { conversation: appendConversationChange(tx, row, { isOpened: true }), message: appendConversationMessageChange(tx, message) }
}

function authorOf(by: OpenedBy) {
  if ('contactId' in by) return { author_kind: 'contact', author_id: by.contactId }
  const bridge = by.isOutside ? (jsonb({ state: 'sent', permalink: null }) as never) : null
  return { author_kind: 'member', author_id: by.memberId, bridge }
}
