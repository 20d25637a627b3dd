import { createSignal, For, Show } from 'solid-js'
import type { ConversationId, TagId } from '@atrium/shared/ids.ts'
import { errorText } from '../../realtime/error-text.ts'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { useInbox } from '../inbox-context.tsx'

/** Of one conversation or of several; a tag is checked when all of them have it. A name that is new makes a tag. */
export function TagsForm(props: { ids: readonly ConversationId[] }) {
  const inbox = useInbox()
  const [error, setError] = createSignal('')
  const tags = () => Object.values(inbox.feed.state.tags).toSorted((one, other) => one.name.localeCompare(other.name))
  const isGiven = (id: TagId) => props.ids.every((one) => inbox.feed.state.conversations[one]?.tagIds.includes(id))
  const set = (id: TagId, on: boolean) => inbox.change(props.ids, on ? { addTagIds: [id] } : { removeTagIds: [id] })
  const add = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const form = event.currentTarget
    const name = String(new FormData(form).get('name')).trim()
    if (name === '') return
    try {
      const tag = await inbox.api.inbox.createTag.mutate({ name })
      inbox.feed.apply({ kind: 'inbox.tagChanged', payload: { tag } })
      set(tag.id, true)
      setError('')
      form.reset()
    } catch (thrown) {
      setError(errorText(thrown))
    }
  }
  return (
    <>
      <Show when={tags().length > 0}>
        <ul class="mb-4 flex max-h-60 flex-col overflow-y-auto">
          <For each={tags()}>
            {(tag) => (
              <li>
                <label class="flex items-center gap-2.5 rounded-md px-1 py-1.5 text-sm text-ink hover:bg-hover">
                  <input
                    type="checkbox"
                    class="size-4 accent-accent"
                    checked={isGiven(tag.id)}
                    onChange={(event) => set(tag.id, event.currentTarget.checked)}
                  />
                  <span class="truncate">{tag.name}</span>
                </label>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <form onSubmit={(event) => void add(event)} class="flex items-end gap-2">
        <Field label="New tag" name="name" maxLength={40} autocomplete="off" class="grow" />
        <Button type="submit">Add</Button>
      </form>
      <Alert tone="bad" text={error()} />
      <DialogActions>
        <Button look="primary" onClick={() => inbox.ask(null)}>
          Done
        </Button>
      </DialogActions>
    </>
  )
}
