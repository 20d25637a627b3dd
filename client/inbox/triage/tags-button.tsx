import { Tag } from 'lucide-solid'
import { createSignal, For, Show } from 'solid-js'
import type { ConversationId, TagId } from '@atrium/shared/ids.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { errorText } from '../../realtime/error-text.ts'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { MENU_LOOK } from '../conversation/choices.tsx'
import { useInbox } from '../inbox-context.tsx'

/** The tags of a conversation, and a way to change them. */
export function TagsButton(props: { conversation: ConversationView }) {
  const inbox = useInbox()
  const [open, setOpen] = createSignal(false)
  const tags = () => props.conversation.tagIds.flatMap((id) => inbox.feed.state.tags[id] ?? [])
  return (
    <>
      <For each={tags()}>{(tag) => <TagChip name={tag.name} />}</For>
      <button type="button" class={MENU_LOOK} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Tag size={13} aria-hidden="true" /> {tags().length > 0 ? 'Edit tags' : 'Tag'}
      </button>
      <TagsDialog open={open()} onClose={() => setOpen(false)} ids={[props.conversation.id]} given={props.conversation.tagIds} />
    </>
  )
}

export function TagChip(props: { name: string }) {
  return (
    <span class="inline-flex h-7 max-w-40 items-center rounded-md bg-sunken px-2 text-xs font-medium text-ink-soft">
      <span class="truncate">{props.name}</span>
    </span>
  )
}

/** Checked as all of them are; a name that is new makes a tag. */
export function TagsDialog(props: { open: boolean; onClose: () => void; ids: readonly ConversationId[]; given: readonly TagId[] }) {
  const inbox = useInbox()
  const [error, setError] = createSignal('')
  const tags = () => Object.values(inbox.feed.state.tags).toSorted((one, other) => one.name.localeCompare(other.name))
  const set = (id: TagId, on: boolean) => void inbox.actions.triage(props.ids, on ? { addTagIds: [id] } : { removeTagIds: [id] })
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
    <Dialog open={props.open} onClose={props.onClose} title="Tags">
      <Show when={tags().length > 0}>
        <ul class="mb-4 flex max-h-60 flex-col overflow-y-auto">
          <For each={tags()}>
            {(tag) => (
              <li>
                <label class="flex items-center gap-2.5 rounded-md px-1 py-1.5 text-sm text-ink hover:bg-hover">
                  <input
                    type="checkbox"
                    class="size-4 accent-accent"
                    checked={props.given.includes(tag.id)}
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
        <Button look="primary" onClick={() => props.onClose()}>
          Done
        </Button>
      </DialogActions>
    </Dialog>
  )
}
