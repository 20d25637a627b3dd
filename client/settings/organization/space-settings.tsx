import { createSignal, For, onCleanup, Show } from 'solid-js'
import type { MemberId, SpaceId } from '@atrium/shared/ids.ts'
import type { SpaceMemberView } from '@atrium/shared/space/views.ts'
import { createForm } from '../../identity/create-form.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { createQuery } from '../parts/create-query.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Line, Section } from '../parts/page.tsx'
import { SelectField } from '../parts/select-field.tsx'

const ROLES = [
  { value: 'admin', text: 'Admin of the space' },
  { value: 'member', text: 'Member of the space' },
]

/** What one space is called, and who is something in it. */
export function SpaceSettings(props: { spaceId: SpaceId }) {
  const { api } = useConnection()
  const feed = useFeed()
  const toasts = useToasts()
  const space = () => feed.state.spaces[props.spaceId]
  const query = createQuery(async () => (await api.space.listSpaceMembers.query({ spaceId: props.spaceId })).members)
  const stop = feed.onChange(({ kind, payload }) => {
    if (kind === 'space.spaceMembersChanged' && payload.spaceId === props.spaceId) query.set(payload.members)
  })
  onCleanup(stop)
  const assign = async (memberId: MemberId, role: SpaceMemberView['role'] | null) => {
    try {
      query.set((await api.space.setSpaceMember.mutate({ spaceId: props.spaceId, memberId, role })).members)
    } catch (thrown) {
      toasts.show(errorText(thrown), { tone: 'bad' })
      await query.reload()
    }
  }
  const rename = createForm(
    async (value) => {
      const renamed = await api.space.renameSpace.mutate({ spaceId: props.spaceId, name: value('name') })
      feed.apply({ kind: 'space.spaceChanged', payload: renamed })
      toasts.show('The name of the space was saved.')
    },
    errorText,
    ['name'],
  )
  return (
    <Section
      title={`Space: ${space()?.name ?? ''}`}
      text="Its admins look after it without being admins of the organization. Everybody else may come in as well."
      flush
    >
      <form onSubmit={rename.submit} class="flex flex-col gap-3 border-b border-line p-4">
        <div class="flex flex-wrap items-end gap-3">
          <Field
            class="min-w-0 grow basis-52"
            label="Name of the space"
            name="name"
            autocomplete="off"
            required
            maxLength={80}
            value={space()?.name ?? ''}
            error={rename.fieldError('name')}
          />
          <Button type="submit" size="large" busy={rename.busy()}>
            Save
          </Button>
        </div>
        <Alert tone="bad" text={rename.error()} />
      </form>
      <Loaded query={query}>
        {(members) => (
          <>
            <For each={members()}>{(entry) => <Assigned entry={entry} onAssign={(role) => assign(entry.memberId, role)} />}</For>
            <AddToSpace taken={members().map(({ memberId }) => memberId)} onAdd={assign} />
          </>
        )}
      </Loaded>
    </Section>
  )
}

function Assigned(props: { entry: SpaceMemberView; onAssign: (role: SpaceMemberView['role'] | null) => Promise<void> }) {
  const feed = useFeed()
  const name = () => feed.person(props.entry.memberId)?.name ?? 'Somebody who has left'
  return (
    <Line title={name()}>
      <SelectField
        class="w-48 [&>label]:sr-only"
        label={`Role of ${name()} in the space`}
        options={ROLES}
        value={props.entry.role}
        onChange={(event) => void props.onAssign(event.currentTarget.value as SpaceMemberView['role'])}
      />
      <Button aria-label={`Remove ${name()} from the space`} onClick={() => void props.onAssign(null)}>
        Remove
      </Button>
    </Line>
  )
}

function AddToSpace(props: { taken: MemberId[]; onAdd: (memberId: MemberId, role: SpaceMemberView['role']) => Promise<void> }) {
  const feed = useFeed()
  const [busy, setBusy] = createSignal(false)
  const free = () =>
    feed
      .activeMembers()
      .filter(({ id }) => !props.taken.includes(id))
      .map(({ id, name }) => ({ value: id as string, text: name }))
  const add = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    setBusy(true)
    await props.onAdd(data.get('member') as MemberId, data.get('role') as SpaceMemberView['role'])
    setBusy(false)
  }
  return (
    <Show when={free().length > 0}>
      <form onSubmit={(event) => void add(event)} class="flex flex-wrap items-end gap-3 p-4">
        <SelectField class="min-w-0 grow basis-44" label="Person" name="member" options={free()} />
        <SelectField class="min-w-0 grow basis-44" label="As" name="role" options={ROLES} value="admin" />
        <Button type="submit" size="large" busy={busy()}>
          Add
        </Button>
      </form>
    </Show>
  )
}
