import type { ConversationFilter } from '@atrium/shared/inbox/conversation-filter.ts'
import type { Command } from '../../chat/search/commands.rules.ts'
import { filterChoices } from '../filter/filter-choices.ts'
import { FILTER_FIELDS, FILTER_LABELS, type FilterField } from '../filter/filter-words.rules.ts'
import type { InboxModel } from '../inbox-context.tsx'

/** "Filter: priority high" and so on, each of which adds to what is filtered already. */
export function filterCommands(inbox: InboxModel): Command[] {
  const set = (field: FilterField, value: string | undefined) =>
    inbox.setFilter({ ...inbox.filter(), [field]: value } as ConversationFilter)
  return [
    { id: 'filter', title: 'Filter the list', run: () => inbox.ask({ kind: 'filter' }) },
    ...(inbox.isFilterChanged() ? [clearing(inbox)] : []),
    { id: 'filter-customer', title: 'Filter: customer …', run: () => inbox.ask({ kind: 'filter', field: 'customerId' }) },
    ...(inbox.filter().customerId
      ? [{ id: 'filter-customer-any', title: 'Filter: customer any', run: () => set('customerId', undefined) }]
      : []),
    ...FILTER_FIELDS.filter((field) => field !== 'customerId').flatMap((field) =>
      filterChoices(inbox, field).map(({ value, text }) => ({
        id: `filter-${field}-${value}`,
        title: `Filter: ${FILTER_LABELS[field].toLowerCase()} ${text}`,
        run: () => set(field, value === '' ? undefined : value),
      })),
    ),
  ]
}

function clearing(inbox: InboxModel): Command {
  return { id: 'filter-clear', title: 'Filter: as the view has it', run: () => inbox.setFilter(inbox.view()?.filter ?? {}) }
}
