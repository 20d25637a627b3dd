import { createSignal, Show, untrack } from 'solid-js'
import type { SavedViewView } from '@atrium/shared/inbox/conversation-filter.ts'
import { createForm } from '../../identity/create-form.ts'
import { errorText } from '../../realtime/error-text.ts'
import { Check } from '../../ui/check.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { filterWords } from '../filter/filter-words.rules.ts'
import { useInbox } from '../inbox-context.tsx'

/** Keeps a filter under a name. `view`: one that is there already; null: a new one, of what is listed. */
export function ViewForm(props: { view: SavedViewView | null }) {
  const inbox = useInbox()
  const before = untrack(() => props.view)
  const [shared, setShared] = createSignal(before?.shared ?? false)
  const isChanged = () => before !== null && inbox.isFilterChanged()
  const [takesFilter, setTakesFilter] = createSignal(isChanged())
  const filter = () => (before && !takesFilter() ? before.filter : inbox.filter())
  const save = createForm(
    async (value) => {
      const saved = { viewId: before?.id ?? null, name: value('name'), filter: filter(), shared: shared() }
      const view = await inbox.api.inbox.saveView.mutate(saved)
      inbox.feed.apply({ kind: 'inbox.savedViewChanged', payload: { view } })
      inbox.ask(null)
      inbox.showView(view.id)
    },
    errorText,
    ['name'],
  )
  return (
    <form onSubmit={save.submit} class="flex flex-col gap-4">
      <Field
        ref={(field) => queueMicrotask(() => field.focus())}
        data-autofocus
        label="Name"
        name="name"
        required
        maxLength={60}
        value={before?.name ?? ''}
        error={save.fieldError('name')}
        autocomplete="off"
      />
      <Check label="Everybody in the organization has it" checked={shared()} onChange={setShared} />
      <Show when={isChanged()}>
        <Check label="With what is filtered now" checked={takesFilter()} onChange={setTakesFilter} />
      </Show>
      <p class="text-sm text-ink-soft">
        {filterWords(filter(), inbox.nameOf)
          .map(({ text }) => text)
          .join(' · ') || 'All conversations'}
      </p>
      <Alert tone="bad" text={save.error()} />
      <DialogActions>
        <Button onClick={() => inbox.ask(null)}>Cancel</Button>
        <Button type="submit" look="primary" busy={save.busy()}>
          Save
        </Button>
      </DialogActions>
    </form>
  )
}
