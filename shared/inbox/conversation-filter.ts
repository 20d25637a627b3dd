import type { CustomerId, MemberId, SavedViewId, TagId, TeamId } from '../ids.ts'
import type { SlaState } from './sla.ts'
import type { ConversationStatus, ConversationView, Priority } from './views.ts'

/** Which conversations a list shows; what is not named does not matter. */
export interface ConversationFilter {
  status?: ConversationStatus | undefined
  /** `me`: whoever looks. */
  assignee?: 'me' | 'none' | MemberId | undefined
  teamId?: TeamId | undefined
  priority?: Priority | undefined
  tagId?: TagId | undefined
  customerId?: CustomerId | undefined
  slaState?: SlaState | undefined
}

export interface SavedViewView {
  id: SavedViewId
  name: string
  ownerId: MemberId
  /** Every member has it, not only its owner. */
  shared: boolean
  filter: ConversationFilter
  rev: number
}

type Filtered = Pick<ConversationView, 'status' | 'assigneeId' | 'teamId' | 'priority' | 'tagIds' | 'customer' | 'sla'>

/** As the server's list has it. */
export function matchesFilter(filter: ConversationFilter, conversation: Filtered, me: MemberId): boolean {
  const { status, assignee, teamId, priority, tagId, customerId, slaState } = filter
  if (status !== undefined && conversation.status !== status) return false
  if (assignee === 'none' && conversation.assigneeId !== null) return false
  if (assignee !== undefined && assignee !== 'none' && conversation.assigneeId !== (assignee === 'me' ? me : assignee)) return false
  if (teamId !== undefined && conversation.teamId !== teamId) return false
  if (priority !== undefined && conversation.priority !== priority) return false
  if (tagId !== undefined && !conversation.tagIds.includes(tagId)) return false
  if (customerId !== undefined && conversation.customer?.id !== customerId) return false
  return slaState === undefined || conversation.sla?.state === slaState
}
