import { createSignal, For, Show } from 'solid-js'
import type { SpaceView } from '@atrium/shared/space/views.ts'
import { createForm } from '../../identity/create-form.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { createQuery } from '../parts/create-query.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Line, Page, Section } from '../parts/page.tsx'
import { SelectField } from '../parts/select-field.tsx'

/** The organization's spaces: made, archived and brought back. */
export function SpacesPage() {
  const { api } = useConnection()
  const feed = useFeed()
  const archived = createQuery(async () => (await api.space.listArchivedSpaces.query()).spaces)
  const spaces = () => Object.values(feed.state.spaces).sort((one, other) => one.position - other.position)
  return (
    <Page
      title="Spaces"
      text="Each is a floor of the office with a map, rooms and chats of its own. Portals on their maps lead from one to the other. Names and admins are under Organization."
    >
      <NewSpace />
      <For each={spaces().map(({ id }) => id)}>
        {(id) => (
          <Show when={feed.state.spaces[id]}>{(space) => <SpaceSection space={space()} onArchived={() => archived.reload()} />}</Show>
        )}
      </For>
      <Loaded query={archived}>
        {(gone) => (
          <Show when={gone().length > 0}>
            <Section title="Archived" flush>
              <For each={gone()}>{(space) => <ArchivedLine {...space} onRestored={() => archived.reload()} />}</For>
            </Section>
          </Show>
        )}
      </Loaded>
    </Page>
  )
}

function NewSpace() {
  const { api } = useConnection()
  let form!: HTMLFormElement
  const create = createForm(
    async (value) => {
      await api.space.createSpace.mutate({ name: value('name'), template: value('template') === 'empty' ? 'empty' : 'office' })
      form.reset()
    },
    errorText,
    ['name'],
  )
  return (
    <Section title="New space">
      <form ref={(element) => (form = element)} onSubmit={create.submit} class="flex flex-col gap-4">
        <div class="grid gap-4 sm:grid-cols-2">
          <Field label="Name" name="name" required maxLength={80} autocomplete="off" error={create.fieldError('name')} />
          <SelectField
            label="Begins as"
            name="template"
            value="office"
            options={[
              { value: 'office', text: 'A furnished office' },
              { value: 'empty', text: 'An empty floor' },
            ]}
          />
        </div>
        <Alert tone="bad" text={create.error()} />
        <Button type="submit" look="primary" class="self-start" busy={create.busy()}>
          Make space
        </Button>
      </form>
    </Section>
  )
}

function SpaceSection(props: { space: SpaceView; onArchived: () => Promise<unknown> }) {
  const { api } = useConnection()
  const feed = useFeed()
  const [asking, setAsking] = createSignal(false)
  const here = () => feed.presentIn(props.space.id).length
  return (
    <Section title={props.space.name} text={`${props.space.rooms.length} rooms · ${here()} here now`}>
      <div class="flex flex-wrap gap-2">
        <a
          href={`/spaces/${props.space.id}/edit`}
          class="inline-flex h-8 items-center rounded-md border border-line-strong bg-surface px-3 text-sm font-medium text-ink shadow-low hover:bg-hover"
        >
          Edit the map
        </a>
        <Button look="danger" onClick={() => setAsking(true)}>
          Archive
        </Button>
      </div>
      <ConfirmDialog
        open={asking()}
        onClose={() => setAsking(false)}
        title={`Archive ${props.space.name}?`}
        text="Nobody sees it or is in it any more, and who is in it now is sent out. Its map and chats are kept: it can be brought back from here."
        confirm="Archive"
        onConfirm={async () => {
          await api.space.archiveSpace.mutate({ spaceId: props.space.id })
          await props.onArchived()
        }}
      />
    </Section>
  )
}

function ArchivedLine(props: { id: SpaceView['id']; name: string; archivedAt: number; onRestored: () => Promise<unknown> }) {
  const { api } = useConnection()
  const toasts = useToasts()
  const restore = async () => {
    try {
      await api.space.restoreSpace.mutate({ spaceId: props.id })
      await props.onRestored()
    } catch (error) {
      toasts.show(errorText(error), { tone: 'bad' })
    }
  }
  return (
    <Line title={props.name} text={`Archived ${new Date(props.archivedAt).toLocaleDateString(undefined, { dateStyle: 'medium' })}`}>
      <Button size="small" aria-label={`Bring back ${props.name}`} onClick={() => void restore()}>
        Bring back
      </Button>
    </Line>
  )
}
