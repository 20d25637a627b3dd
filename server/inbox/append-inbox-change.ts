import type { Tx } from '@atrium/db/transaction.ts'
import type { ContactView, ConversationMessageView, ConversationView, RatingView } from '@atrium/shared/inbox/views.ts'
import { appendChange } from '../realtime/append-change.ts'
import { presentContact, presentConversation, presentConversationMessage, presentRating } from './present-inbox.ts'
import type { ContactRow, ConversationMessageRow, ConversationRow, RatingRow } from './present-inbox.ts'

/** Everything here is told to every member, and to no visitor. @returns what was told. */
export function appendConversationChange(tx: Tx, row: ConversationRow, { isOpened = false } = {}): ConversationView {
  const conversation = presentConversation(row)
  const { id: entityId, rev } = conversation
  appendChange(tx, {
    kind: 'inbox.conversationChanged',
    audience: ['members'],
    entityId,
    rev,
    payload: { conversation, ...(isOpened && { opened: true }) },
  })
  return conversation
}

export function appendConversationMessageChange(tx: Tx, row: ConversationMessageRow): ConversationMessageView {
  const message = presentConversationMessage(row)
  const { id: entityId, rev } = message
  appendChange(tx, { kind: 'inbox.messageChanged', audience: ['members'], entityId, rev, payload: { message } })
  return message
}

export function appendContactChange(tx: Tx, row: ContactRow): ContactView {
  const contact = presentContact(row)
  const { id: entityId, rev } = contact
  appendChange(tx, { kind: 'inbox.contactChanged', audience: ['members'], entityId, rev, payload: { contact } })
  return contact
}

export function appendRatingChange(tx: Tx, row: RatingRow): RatingView {
  const rating = presentRating(row)
  const { id: entityId, rev } = rating
  appendChange(tx, { kind: 'inbox.ratingChanged', audience: ['members'], entityId, rev, payload: { rating } })
  return rating
}
