import { createContext, useContext } from 'solid-js'
import type { AutomationId, ContactId, ConversationId, MemberId } from '@atrium/shared/ids.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import type { DescribeMention } from '../chat/markdown/markdown.tsx'
import type { Api } from '../realtime/connection.ts'
import type { Feed } from '../realtime/feed.tsx'
import type { ConversationActions } from './create-conversation-actions.ts'
import type { InboxOutbox } from './inbox-outbox.ts'
import type { ViewName } from './inbox-view.rules.ts'

export type Writing = 'reply' | 'note'

export interface InboxModel {
  api: Api
  feed: Feed
  outbox: InboxOutbox
  actions: ConversationActions
  /** Until then, in ms since the epoch, or until the customer writes. */
  snooze(ids: readonly ConversationId[], until: number): void
  me(): MemberId
  nowMs(): number
  describeMention: DescribeMention
  hueOf(author: MemberId | ContactId | AutomationId): number
  view(): ViewName
  /** The conversation in the address. */
  openedId(): ConversationId | null
  /** The line of the list that the keys act on. */
  cursorId(): ConversationId | null
  setCursor(id: ConversationId | null): void
  /** Conversations that are changed together. */
  marked(): ReadonlySet<ConversationId>
  toggleMark(id: ConversationId): void
  clearMarks(): void
  /** What the keys and commands act on: all that are marked, or else the one in hand. */
  targets(): ConversationId[]
  hrefOf(id: ConversationId | null): string
  hrefOfView(view: ViewName): string
  open(id: ConversationId): void
  leave(): void
  /** Opens the conversation where that is needed, and puts the caret into the text. */
  startWriting(id: ConversationId, kind: Writing): void
  /** The composer that is in the page; whoever asked before it was there is answered at once. @returns takes it back. */
  offerComposer(id: ConversationId, focus: (kind: Writing) => void): () => void
  retryDelivery(messageId: string): Promise<void>
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
