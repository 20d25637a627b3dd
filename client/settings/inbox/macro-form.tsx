import { createSignal, For, Show, untrack } from 'solid-js'
import type { MemberId, TagId, TeamId } from '@atrium/shared/ids.ts'
import type { MacroView } from '@atrium/shared/inbox/macro.ts'
import { PRIORITIES } from '@atrium/shared/inbox/views.ts'
import { Markdown } from '../../chat/markdown/markdown.tsx'
import { createForm } from '../../identity/create-form.ts'
import { useMe } from '../../identity/session.tsx'
import { PRIORITY_LABELS, STATUS_LABELS } from '../../inbox/labels.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { Check } from '../../ui/check.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { MacroTextField } from './macro-text-field.tsx'
import { exampleValues, previewOf } from './macro-preview.rules.ts'

const STAYS = { value: '', text: 'Stays as it is' }
const STATUSES = ['open', 'pending', 'closed'] as const
const NOBODY = 'nobody'

export function MacroForm(props: { macro: MacroView | null; onDone: () => void }) {
  const { api } = useConnection()
  const feed = useFeed()
  const me = useMe()
  const before = untrack(() => props.macro)
  const [text, setText] = createSignal(before?.text ?? '')
  const [tagIds, setTagIds] = createSignal<TagId[]>(before?.change.addTagIds ?? [])
  const toggle = (id: TagId, on: boolean) => setTagIds((all) => (on ? [...all, id] : all.filter((other) => other !== id)))
  const preview = () => previewOf(text(), exampleValues(me().person?.name ?? 'You'))
  const save = createForm(
    async (value) => {
      const nullable = <T extends string>(name: string) => (value(name) === NOBODY ? null : ((value(name) || undefined) as T | undefined))
      const change: MacroView['change'] = {
        status: STATUSES.find((status) => status === value('status')),
        priority: PRIORITIES.find((priority) => priority === value('priority')),
        assigneeId: nullable<MemberId>('assigneeId'),
        teamId: nullable<TeamId>('teamId'),
        addTagIds: tagIds().length > 0 ? tagIds() : undefined,
      }
      const macro = await api.inbox.saveMacro.mutate({ macroId: before?.id ?? null, name: value('name'), text: text(), change })
      feed.apply({ kind: 'inbox.macroChanged', payload: { macro } })
      props.onDone()
    },
    errorText,
    ['name', 'text'],
  )
  const { teams, tags } = feed.state
  const named = (table: Record<string, { id: string; name: string }>) =>
    Object.values(table).map(({ id, name }) => ({ value: id, text: name }))
  const chosen = (value: string | null | undefined) => (value === null ? NOBODY : (value ?? ''))
  return (
    <form onSubmit={save.submit} class="flex flex-col gap-4">
      <Field
        label="Name"
        name="name"
        required
        maxLength={60}
        value={before?.name ?? ''}
        error={save.fieldError('name')}
        autocomplete="off"
      />
      <MacroTextField value={text()} onChange={setText} error={save.fieldError('text')} />
      <Show when={text().trim() !== ''}>
        <section aria-label="Preview" aria-live="polite" class="rounded-md border border-line bg-sunken px-3 py-2">
          <p class="mb-1 text-xs font-medium text-ink-faint">As it could read</p>
          <Show when={preview().text !== null} fallback={<p class="text-sm text-bad">{preview().problem}</p>}>
            <div class="text-base text-ink">
              <Markdown text={preview().text ?? ''} describe={() => ({ label: 'someone', mine: false })} />
            </div>
          </Show>
        </section>
      </Show>
      <fieldset class="grid grid-cols-2 gap-3">
        <legend class="mb-1.5 text-sm font-medium text-ink">What becomes of the conversation</legend>
        <SelectField
          label="Status"
          name="status"
          value={before?.change.status ?? ''}
          options={[STAYS, ...STATUSES.map((value) => ({ value, text: STATUS_LABELS[value] }))]}
        />
        <SelectField
          label="Priority"
          name="priority"
          value={before?.change.priority ?? ''}
          options={[STAYS, ...PRIORITIES.map((value) => ({ value, text: PRIORITY_LABELS[value] }))]}
        />
        <SelectField
          label="Assignee"
          name="assigneeId"
          value={chosen(before?.change.assigneeId)}
          options={[STAYS, { value: NOBODY, text: 'Nobody' }, ...feed.activeMembers().map(({ id, name }) => ({ value: id, text: name }))]}
        />
        <SelectField
          label="Team"
          name="teamId"
          value={chosen(before?.change.teamId)}
          options={[STAYS, { value: NOBODY, text: 'No team' }, ...named(teams)]}
        />
      </fieldset>
      <Show when={Object.keys(tags).length > 0}>
        <fieldset>
          <legend class="mb-1 text-sm font-medium text-ink">Tags that it gets</legend>
          <div class="grid max-h-32 grid-cols-2 overflow-y-auto">
            <For each={Object.values(tags)}>
              {(tag) => <Check label={tag.name} checked={tagIds().includes(tag.id)} onChange={(on) => toggle(tag.id, on)} />}
            </For>
          </div>
        </fieldset>
      </Show>
      <Alert tone="bad" text={save.error()} />
      <DialogActions>
        <Button onClick={() => props.onDone()}>Cancel</Button>
        <Button type="submit" look="primary" busy={save.busy()}>
          Save
        </Button>
      </DialogActions>
    </form>
  )
}
