import type { ConversationId, MemberId } from '@atrium/shared/ids.ts'
import type { ConversationStatus, ConversationView } from '@atrium/shared/inbox/views.ts'

export const VIEW_NAMES = ['open', 'mine', 'unassigned', 'pending', 'snoozed', 'closed'] as const
/** What the left column offers. */
export type ViewName = (typeof VIEW_NAMES)[number]

interface ViewDescription {
  label: string
  status: ConversationStatus
  assignee?: 'me' | 'none'
  /** What an empty one means. */
  empty: { title: string; text: string }
}

export const VIEWS: Record<ViewName, ViewDescription> = {
  open: {
    label: 'All open',
    status: 'open',
    empty: { title: 'All answered', text: 'When a customer writes in a watched Slack channel, the conversation appears here by itself.' },
  },
  mine: {
    label: 'Mine',
    status: 'open',
    assignee: 'me',
    empty: { title: 'Nothing is waiting for you', text: 'Press A on a conversation to take it.' },
  },
  unassigned: {
    label: 'Unassigned',
    status: 'open',
    assignee: 'none',
    empty: { title: 'Every open conversation has somebody', text: 'New ones start here until somebody takes them.' },
  },
  pending: {
    label: 'Pending',
    status: 'pending',
    empty: { title: 'Nothing is pending', text: 'Set a conversation to pending while you wait for the customer or for somebody else.' },
  },
  snoozed: {
    label: 'Snoozed',
    status: 'snoozed',
    empty: { title: 'Nothing is snoozed', text: 'What you snooze is kept here. It comes back at its time, or when the customer writes.' },
  },
  closed: {
    label: 'Closed',
    status: 'closed',
    empty: { title: 'Nothing was closed yet', text: 'What you close is kept here. It opens again when the customer writes.' },
  },
}

export function viewNameOf(text: string | undefined): ViewName {
  return VIEW_NAMES.find((name) => name === text) ?? 'open'
}

type Placed = Pick<ConversationView, 'id' | 'status' | 'assigneeId' | 'lastActivityAt'>

export function belongsTo(view: ViewName, conversation: Placed, me: MemberId): boolean {
  const { status, assignee } = VIEWS[view]
  if (conversation.status !== status) return false
  if (assignee === 'me') return conversation.assigneeId === me
  return assignee === undefined || conversation.assigneeId === null
}

export interface Window {
  view: ViewName
  me: MemberId
  /** When what was fetched last was last active, in ms; older ones have not been fetched without gaps. Null: everything was. */
  floorMs: number | null
}

/** The ids of a view, the latest activity first; of the same moment the newer id first, as the server sorts them. */
export function idsInView(conversations: readonly Placed[], { view, me, floorMs }: Window): ConversationId[] {
  return conversations
    .filter((conversation) => (floorMs === null || conversation.lastActivityAt >= floorMs) && belongsTo(view, conversation, me))
    .sort((one, other) => other.lastActivityAt - one.lastActivityAt || (one.id < other.id ? 1 : -1))
    .map((conversation) => conversation.id)
}

export function sameIds(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index])
}

/** What is known wholly once a view was fetched to its end. */
export function coveredBy(view: ViewName): ViewName[] {
  return view === 'open' ? ['open', 'mine', 'unassigned'] : [view]
}

/** The one to go to when `current` moves by `step`; the first or the last when there is none yet. */
export function neighbour(ids: readonly ConversationId[], current: ConversationId | null, step: 1 | -1): ConversationId | null {
  const index = current === null ? -1 : ids.indexOf(current)
  if (index === -1) return (step === 1 ? ids[0] : ids.at(-1)) ?? null
  return ids[Math.min(ids.length - 1, Math.max(0, index + step))] ?? null
}
