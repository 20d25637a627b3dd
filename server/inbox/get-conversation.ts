import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ConversationId, ConversationMessageId } from '@atrium/shared/ids.ts'
import type { AgentActor } from '@atrium/shared/identity/actor.ts'
import type { ConversationMessageView, ConversationView, NoteView, RatingView } from '@atrium/shared/inbox/views.ts'
import { latestConversationMessages } from './conversation-messages.queries.ts'
import { findConversation } from './conversations.queries.ts'
import { countBefore } from './list-earlier-messages.ts'
import { notesOfConversation } from './notes.queries.ts'
import { presentConversation, presentConversationMessage, presentNote, presentRating } from './present-inbox.ts'
import { ratingsOfConversation } from './ratings/ratings.queries.ts'

const MOST_MESSAGES = 500

interface OpenedConversation {
  conversation: ConversationView
  messages: ConversationMessageView[]
  /** How many messages there are before these. */
  earlier: number
  notes: NoteView[]
  ratings: RatingView[]
}

/** A conversation as an agent opens it: its newest 500 messages, oldest of them first, its notes, and how it was rated. @throws not_found */
export async function getConversation(tx: Tx, { organizationId }: AgentActor, conversationId: ConversationId): Promise<OpenedConversation> {
  const row = await findConversation(tx, organizationId, conversationId)
  if (!row) throw new AtriumError('not_found')
  const messages = await latestConversationMessages(tx, organizationId, { conversationId, limit: MOST_MESSAGES })
  const notes = await notesOfConversation(tx, organizationId, conversationId)
  const ratings = await ratingsOfConversation(tx, organizationId, conversationId)
  const [oldest] = messages
  const isCut = messages.length === MOST_MESSAGES && oldest
  const before = (oldest?.id ?? '') as ConversationMessageId
  return {
    earlier: isCut ? await countBefore(tx, organizationId, { conversationId, before }) : 0,
    conversation: presentConversation(row),
    messages: messages.map(presentConversationMessage),
    notes: notes.map(presentNote),
    ratings: ratings.map(presentRating),
  }
}
