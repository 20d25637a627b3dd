import type { TagView } from '@atrium/shared/inbox/views.ts'
import { createForm } from '../../identity/create-form.ts'
import { isAdministrator } from '../../identity/me.ts'
import { useMe } from '../../identity/session.tsx'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { NamedList } from './named-list.tsx'

/** Everybody makes tags; owners and admins rename and delete them. */
export function TagsSection(props: { known: boolean }) {
  const { api } = useConnection()
  const feed = useFeed()
  const me = useMe()
  return (
    <NamedList<TagView>
      title="Tags"
      text="What conversations are about. They are given with T, and lists can be filtered by them."
      one="tag"
      things={Object.values(feed.state.tags)}
      known={props.known}
      empty={{ title: 'No tags yet', text: 'Make one here, or while tagging a conversation.' }}
      mayAdd
      mayChange={isAdministrator(me())}
      changing="Rename"
      form={(tag, onDone) => <TagForm tag={tag} onDone={onDone} />}
      deleting="Conversations lose it, and views that filter by it show nothing."
      onDelete={async ({ id: tagId, rev }) => {
        await api.inbox.deleteTag.mutate({ tagId })
        feed.apply({ kind: 'inbox.tagRemoved', payload: { tagId, rev: rev + 1 } })
      }}
    />
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
