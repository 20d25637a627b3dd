import { isId, type CustomerId, type MemberId, type TagId, type TeamId } from '@atrium/shared/ids.ts'
import type { ConversationFilter } from '@atrium/shared/inbox/conversation-filter.ts'
import { SLA_STATES } from '@atrium/shared/inbox/sla.ts'
import { CONVERSATION_STATUSES, PRIORITIES } from '@atrium/shared/inbox/views.ts'

/** In an address that has a filter the status always stands, so that "every status" is a filter, too. */
const ANY = 'any'

type Params = Record<string, string | string[] | undefined>

/** The filter that an address asks for instead of its view's; null when it asks for none. What it cannot mean is left out. */
export function filterInAddress(params: Params): ConversationFilter | null {
  const one = (name: string) => {
    const value = params[name]
    return typeof value === 'string' ? value : undefined
  }
  if (one('status') === undefined) return null
  const among = <T extends string>(known: readonly T[], name: string) => known.find((value) => value === one(name))
  const id = <T extends string>(name: string) => {
    const value = one(name)
    return value !== undefined && isId(value) ? (value as string as T) : undefined
  }
  return {
    status: among(CONVERSATION_STATUSES, 'status'),
    assignee: among(['me', 'none'] as const, 'assignee') ?? id<MemberId>('assignee'),
    teamId: id<TeamId>('team'),
    priority: among(PRIORITIES, 'priority'),
    tagId: id<TagId>('tag'),
    customerId: id<CustomerId>('customer'),
    slaState: among(SLA_STATES, 'sla'),
  }
}

/** What comes after the path of the inbox. `filter`: null where the view's own is meant. */
export function addressQuery(view: string, filter: ConversationFilter | null): string {
  const params = new URLSearchParams()
  if (view !== 'open') params.set('view', view)
  if (filter) {
    params.set('status', filter.status ?? ANY)
    const rest = { assignee: filter.assignee, team: filter.teamId, priority: filter.priority, tag: filter.tagId }
    for (const [name, value] of Object.entries({ ...rest, customer: filter.customerId, sla: filter.slaState }))
      if (value !== undefined) params.set(name, value)
  }
  const query = params.toString()
  return query === '' ? '' : `?${query}`
}
