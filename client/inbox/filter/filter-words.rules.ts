import type { ConversationFilter } from '@atrium/shared/inbox/conversation-filter.ts'
import { PRIORITY_LABELS, STATUS_LABELS } from '../labels.ts'
import { SLA_STATE_LABELS } from '../triage/sla-words.rules.ts'

export type FilterField = keyof ConversationFilter

export const FILTER_LABELS: Record<FilterField, string> = {
  status: 'Status',
  assignee: 'Assignee',
  teamId: 'Team',
  priority: 'Priority',
  tagId: 'Tag',
  customerId: 'Customer',
  slaState: 'SLA',
}
export const FILTER_FIELDS = Object.keys(FILTER_LABELS) as FilterField[]

/** One part of a filter for people: "Priority: High". `nameOf`: of a member, a team, a tag or a customer. */
export function filterWords(filter: ConversationFilter, nameOf: (id: string) => string): { field: FilterField; text: string }[] {
  const valueOf = (field: FilterField): string | undefined => {
    const { status, assignee, priority, slaState } = filter
    if (field === 'status') return status && STATUS_LABELS[status]
    if (field === 'priority') return priority && PRIORITY_LABELS[priority]
    if (field === 'slaState') return slaState && SLA_STATE_LABELS[slaState]
    if (field === 'assignee' && (assignee === 'me' || assignee === 'none')) return assignee === 'me' ? 'Me' : 'Nobody'
    const id = filter[field]
    return id === undefined ? undefined : nameOf(id)
  }
  return FILTER_FIELDS.flatMap((field) => {
    const value = valueOf(field)
    return value === undefined ? [] : [{ field, text: `${FILTER_LABELS[field]}: ${value}` }]
  })
}
