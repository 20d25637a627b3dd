import type { ConversationId, MemberId, TagId, TeamId } from '../ids.ts'
import type { ConversationStatus, ConversationView, Priority } from './views.ts'

/** As many conversations are changed at once. */
export const MOST_AT_ONCE = 200
export const MOST_TAGS = 20

/** What an agent wants of one or several conversations; what is not named stays. */
export interface TriageChange {
  /** Snoozed only with `snoozedUntil`. */
  status?: ConversationStatus | undefined
  /** In ms since the epoch. */
  snoozedUntil?: number | undefined
  priority?: Priority | undefined
  assigneeId?: MemberId | null | undefined
  teamId?: TeamId | null | undefined
  addTagIds?: TagId[] | undefined
  removeTagIds?: TagId[] | undefined
}

/** What triage sets. */
export type Triaged = Pick<ConversationView, 'status' | 'snoozedUntil' | 'priority' | 'assigneeId' | 'teamId' | 'tagIds'>
export const TRIAGED = ['status', 'snoozedUntil', 'priority', 'assigneeId', 'teamId', 'tagIds'] as const

/** Of one conversation: what was before, and what was made of it. Undoing sets back what still stands. */
export interface UndoStep {
  conversationId: ConversationId
  from: Partial<Triaged>
  to: Partial<Triaged>
}
