import type { ConversationId } from '@atrium/shared/ids.ts'
import { MOST_COUNTED } from '@atrium/shared/inbox/customers.ts'
import type { ConversationView, CustomerView } from '@atrium/shared/inbox/views.ts'

/** What is going on with a customer. */
export interface Activity {
  /** Of conversations that are not closed; one more than are counted where there are more. */
  openIds: ConversationId[]
  lastActivityAt: number | null
}

/** After one of their conversations has changed. Where there are more than are counted, some of them are not known. */
export function activityAfter(
  { openIds, lastActivityAt }: Activity,
  conversation: Pick<ConversationView, 'id' | 'status' | 'lastActivityAt'>,
): Activity {
  const others = openIds.filter((id) => id !== conversation.id)
  return {
    openIds: conversation.status === 'closed' || others.length > MOST_COUNTED ? others : [...others, conversation.id],
    lastActivityAt: Math.max(lastActivityAt ?? 0, conversation.lastActivityAt),
  }
}

/** "3", "50+", or nothing. */
export function openCount({ openIds }: Activity): string {
  if (openIds.length === 0) return ''
  return openIds.length > MOST_COUNTED ? `${MOST_COUNTED}+` : String(openIds.length)
}

/** As the server's list has it. */
export function isListed(customer: CustomerView, { words, archived }: { words: string; archived: boolean }): boolean {
  return (customer.archivedAt !== null) === archived && customer.name.toLowerCase().includes(words.trim().toLowerCase())
}
