import { createSignal, For, Show } from 'solid-js'
import type { TagView } from '@atrium/shared/inbox/views.ts'
import { createForm } from '../../identity/create-form.ts'
import { isAdministrator } from '../../identity/me.ts'
import { useMe } from '../../identity/session.tsx'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Field } from '../../ui/field.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Line, Section } from '../parts/page.tsx'

/** Everybody makes tags; owners and admins rename and delete them. */
export function TagsSection(props: { known: boolean }) {
  const { api } = useConnection()
  const feed = useFeed()
  const me = useMe()
  const [editing, setEditing] = createSignal<TagView | 'new' | null>(null)
  const [removing, setRemoving] = createSignal<TagView | null>(null)
  const mayChange = () => isAdministrator(me())
  const tags = () => Object.values(feed.state.tags).toSorted((one, other) => one.name.localeCompare(other.name))
  const remove = async () => {
    const tag = removing()
    if (!tag) return
    await api.inbox.deleteTag.mutate({ tagId: tag.id })
    feed.apply({ kind: 'inbox.tagRemoved', payload: { tagId: tag.id, rev: tag.rev + 1 } })
  }
  return (
    <Section
      title="Tags"
      text="What conversations are about. They are given with T, and lists can be filtered by them."
      action={<Button onClick={() => setEditing('new')}>New tag</Button>}
      flush
    >
      <For
        each={tags()}
        fallback={
          <Show when={props.known} fallback={<Skeleton lines={2} class="p-4" />}>
            <EmptyState title="No tags yet" text="Make one here, or while tagging a conversation." />
          </Show>
        }
      >
        {(tag) => (
          <Line title={tag.name}>
            <Show when={mayChange()}>
              <Button size="small" onClick={() => setEditing(tag)}>
                Rename<span class="sr-only"> {tag.name}</span>
              </Button>
              <Button size="small" onClick={() => setRemoving(tag)}>
                Delete<span class="sr-only"> {tag.name}</span>
              </Button>
            </Show>
          </Line>
        )}
      </For>
      <Dialog open={editing() !== null} onClose={() => setEditing(null)} title={editing() === 'new' ? 'New tag' : 'Rename the tag'}>
        <Show when={editing()} keyed>
          {(tag) => <TagForm tag={tag === 'new' ? null : tag} onDone={() => setEditing(null)} />}
        </Show>
      </Dialog>
      <ConfirmDialog
        open={removing() !== null}
        onClose={() => setRemoving(null)}
        title={`Delete ${removing()?.name ?? ''}?`}
        text="Conversations lose it, and views that filter by it show nothing."
        confirm="Delete"
        onConfirm={remove}
      />
    </Section>
  )
}

function TagForm(props: { tag: TagView | null; onDone: () => void }) {
  const { api } = useConnection()
  const feed = useFeed()
  const save = createForm(
    async (value) => {
      const name = value('name')
      const tag = props.tag ? await api.inbox.renameTag.mutate({ tagId: props.tag.id, name }) : await api.inbox.createTag.mutate({ name })
      feed.apply({ kind: 'inbox.tagChanged', payload: { tag } })
      props.onDone()
    },
    errorText,
    ['name'],
  )
  return (
    <form onSubmit={save.submit}>
      <Field
        label="Name"
        name="name"
        required
        maxLength={40}
        value={props.tag?.name ?? ''}
        error={save.fieldError('name')}
        autocomplete="off"
      />
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
