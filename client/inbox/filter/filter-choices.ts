import { SLA_STATES } from '@atrium/shared/inbox/sla.ts'
import { CONVERSATION_STATUSES, PRIORITIES } from '@atrium/shared/inbox/views.ts'
import type { InboxModel } from '../inbox-context.tsx'
import { PRIORITY_LABELS, STATUS_LABELS } from '../labels.ts'
import { SLA_STATE_LABELS } from '../triage/sla-words.rules.ts'
import type { FilterField } from './filter-words.rules.ts'

interface Choice {
  /** Empty: it does not matter. */
  value: string
  text: string
}

/** What one may filter a field by, "any" first. Customers are too many to be listed: they are searched for. */
export function filterChoices({ feed }: Pick<InboxModel, 'feed'>, field: Exclude<FilterField, 'customerId'>): Choice[] {
  const labelled = <T extends string>(values: readonly T[], labels: Record<T, string>) =>
    values.map((value) => ({ value, text: labels[value] }))
  const named = (table: Record<string, { id: string; name: string }>) =>
    Object.values(table)
      .toSorted((one, other) => one.name.localeCompare(other.name))
      .map(({ id, name }) => ({ value: id, text: name }))
  const { teams, tags } = feed.state
  const choices: Record<Exclude<FilterField, 'customerId'>, () => Choice[]> = {
    status: () => labelled(CONVERSATION_STATUSES, STATUS_LABELS),
    assignee: () => [
      { value: 'me', text: 'Me' },
      { value: 'none', text: 'Nobody' },
      ...feed.activeMembers().map(({ id, name }) => ({ value: id, text: name })),
    ],
    teamId: () => named(teams),
    priority: () => labelled(PRIORITIES, PRIORITY_LABELS),
    tagId: () => named(tags),
    slaState: () => labelled(SLA_STATES, SLA_STATE_LABELS),
  }
  return [{ value: '', text: 'any' }, ...choices[field]()]
}
