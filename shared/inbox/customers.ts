import type { ConversationId } from '../ids.ts'
import type { CustomerView } from './views.ts'

/** Open conversations of a customer are counted one by one up to here; beyond, there are "more". */
export const MOST_COUNTED = 50

/** A customer as a list shows them. */
export interface CustomerSummary {
  customer: CustomerView
  /** Their conversations that are not closed, so that the number can be kept current; one more than are counted where there are more. */
  openIds: ConversationId[]
  /** When something last happened in one of their conversations, in ms since the epoch. */
  lastActivityAt: number | null
}
