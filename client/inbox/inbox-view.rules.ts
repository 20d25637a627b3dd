import type { ConversationId, MemberId } from '@atrium/shared/ids.ts'
import { matchesFilter, type ConversationFilter } from '@atrium/shared/inbox/conversation-filter.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'

export const VIEW_NAMES = ['open', 'mine', 'unassigned', 'pending', 'snoozed', 'closed'] as const
/** What everybody has; what is saved comes below. */
export type ViewName = (typeof VIEW_NAMES)[number]

interface ViewDescription {
  label: string
  filter: ConversationFilter
  /** What an empty one means. */
  empty: { title: string; text: string }
}

export const VIEWS: Record<ViewName, ViewDescription> = {
  open: {
    label: 'All open',
    filter: { status: 'open' },
    empty: { title: 'All answered', text: 'When a customer writes in a watched Slack channel, the conversation appears here by itself.' },
  },
  mine: {
    label: 'Mine',
    filter: { status: 'open', assignee: 'me' },
    empty: { title: 'Nothing is waiting for you', text: 'Press A on a conversation to take it.' },
  },
  unassigned: {
    label: 'Unassigned',
    filter: { status: 'open', assignee: 'none' },
    empty: { title: 'Every open conversation has somebody', text: 'New ones start here until somebody takes them.' },
  },
  pending: {
    label: 'Pending',
    filter: { status: 'pending' },
    empty: { title: 'Nothing is pending', text: 'Set a conversation to pending while you wait for the customer or for somebody else.' },
  },
  snoozed: {
    label: 'Snoozed',
    filter: { status: 'snoozed' },
    empty: { title: 'Nothing is snoozed', text: 'What you snooze is kept here. It comes back at its time, or when the customer writes.' },
  },
  closed: {
    label: 'Closed',
    filter: { status: 'closed' },
    empty: { title: 'Nothing was closed yet', text: 'What you close is kept here. It opens again when the customer writes.' },
  },
}

export const NONE_FITS = { title: 'No conversation fits', text: 'Take away a part of the filter to see more.' }

export function viewNameOf(text: string | undefined): ViewName {
  return VIEW_NAMES.find((name) => name === text) ?? 'open'
}

const FIELDS = ['status', 'assignee', 'teamId', 'priority', 'tagId', 'customerId', 'slaState'] as const

/** The same for filters that say the same. */
export function filterKey(filter: ConversationFilter): string {
  return FIELDS.flatMap((field) => (filter[field] === undefined ? [] : [`${field}=${filter[field]}`])).join(' ')
}

type Placed = Pick<
  ConversationView,
  'id' | 'status' | 'assigneeId' | 'teamId' | 'priority' | 'tagIds' | 'customer' | 'sla' | 'lastActivityAt'
>

export interface Window {
  filter: ConversationFilter
  me: MemberId
  /** When what was fetched last was last active, in ms; older ones have not been fetched without gaps. Null: everything was. */
  floorMs: number | null
}

/** The ids of a list, the latest activity first; of the same moment the newer id first, as the server sorts them. */
export function idsInView(conversations: readonly Placed[], { filter, me, floorMs }: Window): ConversationId[] {
  return conversations
    .filter((conversation) => (floorMs === null || conversation.lastActivityAt >= floorMs) && matchesFilter(filter, conversation, me))
    .sort((one, other) => other.lastActivityAt - one.lastActivityAt || (one.id < other.id ? 1 : -1))
    .map((conversation) => conversation.id)
}

export function sameIds(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index])
}

/** Whether everything that is in `narrow` is in `wide`, too. */
export function covers(wide: ConversationFilter, narrow: ConversationFilter): boolean {
  return FIELDS.every((field) => wide[field] === undefined || wide[field] === narrow[field])
}

/** Where one is in a list; where what one was at has left it, `index` is where it stood. */
export interface Cursor {
  id: ConversationId | null
  index: number
}

/** The one to go to by `step`; the first or the last when there is none yet. From what is gone one goes on where it stood. */
export function neighbour(ids: readonly ConversationId[], { id, index }: Cursor, step: 1 | -1): ConversationId | null {
  const at = id === null ? -1 : ids.indexOf(id)
  if (at === -1 && (id === null || index === -1)) return (step === 1 ? ids[0] : ids.at(-1)) ?? null
  const next = at === -1 ? (step === 1 ? index : index - 1) : at + step
  return ids[Math.min(ids.length - 1, Math.max(0, next))] ?? null
}
