import { createContext, useContext } from 'solid-js'
import type { AutomationId, ContactId, ConversationId, ConversationMessageId, MemberId } from '@atrium/shared/ids.ts'
import type { ConversationFilter, SavedViewView } from '@atrium/shared/inbox/conversation-filter.ts'
import type { Attending } from '@atrium/shared/inbox/attending.ts'
import type { TriageChange } from '@atrium/shared/inbox/triage.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import type { DescribeMention } from '../chat/markdown/markdown.tsx'
import type { Api } from '../realtime/connection.ts'
import type { Feed } from '../realtime/feed.tsx'
import type { Toasts } from '../ui/toast.tsx'
import type { AttendingAgents } from './attending/create-attending.ts'
import type { FilterField } from './filter/filter-words.rules.ts'
import type { ConversationActions } from './create-conversation-actions.ts'
import type { InboxOutbox } from './inbox-outbox.ts'
import type { Cursor } from './inbox-view.rules.ts'
import type { ConversationList } from './list/create-conversation-list.ts'
import type { ConversationSearch } from './search/create-conversation-search.ts'

export type Writing = 'reply' | 'note'

/** A list with a name: what everybody has, or what somebody saved. */
export interface ShownView {
  /** In the address. */
  key: string
  label: string
  filter: ConversationFilter
  empty: { title: string; text: string }
  saved: SavedViewView | null
}

/** The dialogs of the inbox, of which one at most is open. */
export type Asking =
  | { kind: 'keys' }
  /** `field`: the one to begin with. */
  | { kind: 'filter'; field?: FilterField }
  | { kind: 'snooze'; ids: readonly ConversationId[] }
  | { kind: 'tags'; ids: readonly ConversationId[] }
  | { kind: 'save-view'; view: SavedViewView | null }
  | { kind: 'delete-view'; view: SavedViewView }
  | { kind: 'merge'; id: ConversationId }
  | { kind: 'split'; id: ConversationId }

export interface ComposerHandle {
  focus(kind: Writing): void
  /** Into the reply, where the caret is. */
  insert(text: string): void
}

export interface InboxModel {
  api: Api
  feed: Feed
  toasts: Toasts
  outbox: InboxOutbox
  actions: ConversationActions
  /** Changes one or several, and says so with a way back. */
  change(ids: readonly ConversationId[], change: TriageChange): void
  me(): MemberId
  nowMs(): number
  describeMention: DescribeMention
  hueOf(author: MemberId | ContactId | AutomationId): number
  /** Of a member, a team, a tag or a customer. */
  nameOf(id: string): string
  /** In the order in which they are offered. */
  views(): ShownView[]
  /** Null while it is not known, or when it is gone. */
  view(): ShownView | null
  /** Saved views have been fetched. */
  viewsKnown(): boolean
  /** "12", "50+", or nothing while it is not known. */
  countOf(filter: ConversationFilter): string
  /** What is listed: the view's own filter unless it was changed. */
  filter(): ConversationFilter
  isFilterChanged(): boolean
  setFilter(filter: ConversationFilter): void
  showView(key: string): void
  list(): ConversationList | null
  search: ConversationSearch
  /** What the list shows: what was searched for, else the view. */
  shownIds(): ConversationId[]
  /** The conversation in the address. */
  openedId(): ConversationId | null
  /** The line of the list that the keys act on. */
  cursor(): Cursor
  setCursor(id: ConversationId | null): void
  /** Conversations that are changed together; of those that are listed. */
  marked(): ReadonlySet<ConversationId>
  toggleMark(id: ConversationId): void
  /** As many as can be changed at once. */
  markAll(): void
  clearMarks(): void
  /** What the keys and commands act on: all that are marked, or else the one in hand. */
  targets(): ConversationId[]
  hrefOf(id: ConversationId | null): string
  hrefOfView(key: string): string
  open(id: ConversationId): void
  leave(): void
  asking(): Asking | null
  ask(asking: Asking | null): void
  /** Opens the conversation where that is needed, and puts the caret into the text; `text` comes into a reply. */
  startWriting(id: ConversationId, kind: Writing, text?: string): void
  /** The composer that is in the page; whoever asked before it was there is answered at once. @returns takes it back. */
  offerComposer(id: ConversationId, composer: ComposerHandle): () => void
  /** Other agents. */
  attending: AttendingAgents
  /** Nothing is told while the connection is away: it would come too late. */
  tellAttending(conversationId: ConversationId, doing: Attending, isOn: boolean): Promise<void>
  isOnline(): boolean
  retryDelivery(messageId: ConversationMessageId): Promise<void>
}

const InboxContext = createContext<InboxModel>()
export const InboxProvider = InboxContext.Provider

/** @throws Error outside the inbox. */
export function useInbox(): InboxModel {
  const inbox = useContext(InboxContext)
  if (!inbox) throw new Error('useInbox outside InboxProvider')
  return inbox
}

/** Who wrote, for people: the contact, else the customer, else where it came from. */
export function whoOf(conversation: ConversationView): string {
  return conversation.contact?.name ?? conversation.customer?.name ?? conversation.place
}
