import type { ConversationId, MemberId } from '@atrium/shared/ids.ts'
import { fillMacro, type MacroVariable, type MacroView } from '@atrium/shared/inbox/macro.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import type { InboxModel } from '../inbox-context.tsx'
import { whoOf } from '../inbox-context.tsx'

/** By name. A text goes to one customer at a time: of several conversations a macro only changes what it changes. */
export function macrosFor({ feed }: InboxModel, conversations: readonly ConversationView[]): MacroView[] {
  return Object.values(feed.state.macros)
    .filter(({ change }) => conversations.length === 1 || hasChange(change))
    .toSorted((one, other) => one.name.localeCompare(other.name))
}

/** Puts its text into the reply, to be looked at and sent, and does the rest at once. */
export function applyMacro(inbox: InboxModel, ids: readonly ConversationId[], { text, change }: MacroView): void {
  const [only, ...more] = ids.flatMap((id) => inbox.feed.state.conversations[id] ?? [])
  if (!only) return
  if (hasChange(change)) inbox.change(ids, change)
  inbox.clearMarks()
  if (more.length === 0 && text !== '') inbox.startWriting(only.id, 'reply', fillMacro(text, valuesFor(only, agentName(inbox))))
}

const hasChange = (change: MacroView['change']) => Object.values(change).some((value) => value !== undefined)

function agentName({ feed, me }: InboxModel): string {
  return feed.state.members[me() as MemberId]?.name ?? ''
}

/** What its variables stand for in a conversation. */
export function valuesFor(conversation: ConversationView, agent: string): Record<MacroVariable, string> {
  return {
    'contact.name': whoOf(conversation),
    'customer.name': conversation.customer?.name ?? whoOf(conversation),
    'agent.name': agent,
    'conversation.number': String(conversation.number),
    'conversation.subject': conversation.subject,
  }
}
