import type { BridgeState } from '../chat/views.ts'
import type {
  AutomationId,
  ContactId,
  ConversationId,
  ConversationMessageId,
  CustomerId,
  MemberId,
  NoteId,
  RatingId,
  TagId,
  TeamId,
} from '../ids.ts'
import type { SlaView } from './sla.ts'

export const CONVERSATION_STATUSES = ['open', 'pending', 'snoozed', 'closed'] as const
export type ConversationStatus = (typeof CONVERSATION_STATUSES)[number]
export const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const
export type Priority = (typeof PRIORITIES)[number]

export interface CustomerView {
  id: CustomerId
  name: string
  /** The member who looks after them. */
  ownerId: MemberId | null
  /** ms since the epoch; null while they are a customer. What is written in their channels comes in all the same. */
  archivedAt: number | null
  rev: number
}
export interface ContactView {
  id: ContactId
  customerId: CustomerId | null
  name: string
  email: string | null
  avatarUrl: string | null
  /** True until the profile is known. */
  placeholder: boolean
  /** An agent found that they are the same person: conversations and messages of this one are shown as that one's. */
  mergedInto: ContactId | null
  rev: number
}
export interface TagView {
  id: TagId
  name: string
  rev: number
}
/** `round_robin`: what comes to the team goes to whoever is available and has the least to do. */
export const ROUTINGS = ['manual', 'round_robin'] as const
export type Routing = (typeof ROUTINGS)[number]
export interface TeamView {
  id: TeamId
  name: string
  routing: Routing
  /** New conversations come to this team; of one team at most. */
  takesNew: boolean
  memberIds: MemberId[]
  rev: number
}
export interface ConversationView {
  id: ConversationId
  /** Counts up from 1 in an organization; what people call it by. */
  number: number
  customer: { id: CustomerId; name: string } | null
  contact: { id: ContactId; name: string; avatarUrl: string | null } | null
  origin: 'channel' | 'direct' | 'mention' | 'manual'
  /** Where it comes from, for people: "#support-acme". */
  place: string
  subject: string
  preview: string
  status: ConversationStatus
  /** When what is snoozed wakes by itself, in ms since the epoch. */
  snoozedUntil: number | null
  priority: Priority
  assigneeId: MemberId | null
  teamId: TeamId | null
  /** In the order they were given. One that has gone since may still be among them. */
  tagIds: TagId[]
  /** Null where no policy applies. */
  sla: SlaView | null
  /** An agent merged it: there it goes on. */
  mergedInto: ConversationId | null
  /** ms since the epoch. */
  createdAt: number
  lastActivityAt: number
  /** The customer wrote last. */
  waiting: boolean
  rev: number
}
/** An automation writes under the organization's name; `by` says to agents what it is. */
export type MessageAuthor =
  | {
      kind: 'contact'
      id: ContactId
      name: string
      avatarUrl: string | null
      /** Where they wrote it they counted as an agent. */
      asAgent?: true
    }
  | { kind: 'member'; id: MemberId; name: string }
  | { kind: 'automation'; id: AutomationId; name: string; by: string }
/** What the customer can read. A note is another type and has no way out. */
export interface ConversationMessageView {
  id: ConversationMessageId
  conversationId: ConversationId
  author: MessageAuthor
  text: string
  createdAt: number
  editedAt: number | null
  deletedAt: number | null
  bridge: BridgeState | null
  rev: number
}
/** Internal: never in Slack. */
export interface NoteView {
  id: NoteId
  conversationId: ConversationId
  authorId: MemberId | AutomationId
  authorName: string
  text: string
  createdAt: number
}
/** How somebody on the customer's side found what was done for them. */
export interface RatingView {
  id: RatingId
  conversationId: ConversationId
  contactId: ContactId
  contactName: string
  /** From 1, bad, to 5, great. */
  score: number
  comment: string | null
  /** When they last voted, in ms since the epoch. */
  at: number
  rev: number
}
export interface InboxSettingsView {
  /** Whoever was helped is asked how it was, each time their conversation is closed. */
  asksForRating: boolean
}
