import type { Tx } from '@atrium/db/transaction.ts'
import { storableText } from '@atrium/shared/chat/storable-text.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId, type ContactId, type ConversationId, type RatingId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import type { RatingView } from '@atrium/shared/inbox/views.ts'
import { appendRatingChange } from '../append-inbox-change.ts'
import { lockWhereItGoesOn } from '../conversations.queries.ts'
import { commentRating, putRating } from './ratings.queries.ts'

export const LONGEST_COMMENT = 2_000

interface Voter {
  conversationId: ConversationId
  contactId: ContactId
}

/** Somebody who was helped says how it was, from 1 to 5; saying it again changes their vote. @throws not_found, bad_input */
export async function rateConversation(
  tx: Tx,
  actor: SystemActor,
  { conversationId, contactId, score, nowMs }: Voter & { score: number; nowMs: number },
): Promise<RatingView> {
  if (!Number.isInteger(score) || score < 1 || score > 5) throw new AtriumError('bad_input', 'A vote is a number from 1 to 5.')
  const vote = { ...(await placeOf(tx, actor, { conversationId, contactId })), score, at: new Date(nowMs) }
  return appendRatingChange(tx, await putRating(tx, actor.organizationId, { id: newId<RatingId>(nowMs), ...vote }))
}

/** In their own words; no words take them back. Null for who has not voted. @throws not_found, bad_input */
export async function commentOnRating(
  tx: Tx,
  actor: SystemActor,
  { comment, ...voter }: Voter & { comment: string },
): Promise<RatingView | null> {
  const words = storableText(comment).trim()
  if (words.length > LONGEST_COMMENT) throw new AtriumError('bad_input', `It holds at most ${LONGEST_COMMENT} characters.`)
  const row = await commentRating(tx, actor.organizationId, { ...(await placeOf(tx, actor, voter)), comment: words || null })
  return row ? appendRatingChange(tx, row) : null
}

/** What was merged into another conversation is rated there. */
async function placeOf(tx: Tx, { organizationId }: SystemActor, { conversationId, contactId }: Voter): Promise<Voter> {
  const conversation = await lockWhereItGoesOn(tx, organizationId, conversationId)
  if (!conversation) throw new AtriumError('not_found')
  return { conversationId: conversation.id as ConversationId, contactId }
}
