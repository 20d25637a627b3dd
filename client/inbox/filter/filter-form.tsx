import { For } from 'solid-js'
import type { ConversationFilter } from '@atrium/shared/inbox/conversation-filter.ts'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { SelectField } from '../../settings/parts/select-field.tsx'
import { CustomerPicker } from '../customers/customer-picker.tsx'
import { useInbox } from '../inbox-context.tsx'
import { filterChoices } from './filter-choices.ts'
import { FILTER_FIELDS, FILTER_LABELS, type FilterField } from './filter-words.rules.ts'

/** What is listed, part by part; the list behind it follows at once. */
export function FilterForm(props: { field: FilterField | undefined }) {
  const inbox = useInbox()
  const set = (field: FilterField, value: string | undefined) =>
    inbox.setFilter({ ...inbox.filter(), [field]: value } as ConversationFilter)
  const choicesOf = (field: Exclude<FilterField, 'customerId'>) =>
    filterChoices(inbox, field).map(({ value, text }) => ({ value, text: value === '' ? 'Any' : text }))
  return (
    <>
      <div class="grid grid-cols-2 gap-3">
        <For each={FILTER_FIELDS}>
          {(field) =>
            field === 'customerId' ? (
              <CustomerPicker
                label={FILTER_LABELS.customerId}
                autofocus={props.field === 'customerId'}
                value={inbox.filter().customerId}
                onChoose={(customerId) => set('customerId', customerId)}
              />
            ) : (
              <SelectField
                label={FILTER_LABELS[field]}
                value={inbox.filter()[field] ?? ''}
                options={choicesOf(field)}
                onChange={(event) => set(field, event.currentTarget.value || undefined)}
              />
            )
          }
        </For>
      </div>
      <p role="status" class="mt-4 text-sm text-ink-soft">
        {countWords(inbox.countOf(inbox.filter()))}
      </p>
      <DialogActions>
        <Button onClick={() => inbox.setFilter(inbox.view()?.filter ?? {})} disabled={!inbox.isFilterChanged()}>
          As the view has it
        </Button>
        <Button onClick={() => inbox.ask({ kind: 'save-view', view: null })}>Save as a view</Button>
        <Button look="primary" onClick={() => inbox.ask(null)}>
          Done
        </Button>
      </DialogActions>
    </>
  )
}

function countWords(count: string): string {
  if (count === '') return 'No conversation fits.'
  return count === '1' ? '1 conversation fits.' : `${count} conversations fit.`
}
