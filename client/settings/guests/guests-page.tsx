import { createSignal, For, Show } from 'solid-js'
import type { RoomId, SpaceId } from '@atrium/shared/ids.ts'
import type { GuestLinkView } from '@atrium/shared/identity/views.ts'
import { createForm } from '../../identity/create-form.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Field } from '../../ui/field.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { CopyButton } from '../parts/copy-button.tsx'
import { createQuery } from '../parts/create-query.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Line, Page, Section } from '../parts/page.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { EXPIRIES, guestLinkState, STATE_LABELS } from './guest-link.rules.ts'

export function GuestsPage() {
  const { api } = useConnection()
  const query = createQuery(async () => (await api.identity.listGuestLinks.query()).links)
  return (
    <Page title="Guest links" text="Whoever has the link comes in with a name alone, sees one place and nothing from before they came.">
      <NewGuestLink onCreated={() => void query.reload()} />
      <Section title="Links" flush>
        <Loaded query={query}>
          {(links) => (
            <Show
              when={links().length > 0}
              fallback={<EmptyState title="No guest links yet" text="Make one for a customer's visit or an interview." />}
            >
              <For each={links()}>{(link) => <GuestLinkLine link={link} onRevoked={() => query.reload()} />}</For>
            </Show>
          )}
        </Loaded>
      </Section>
    </Page>
  )
}

function NewGuestLink(props: { onCreated: () => void }) {
  const { api } = useConnection()
  const feed = useFeed()
  const [made, setMade] = createSignal<{ label: string; url: string } | null>(null)
  const [chosen, setChosen] = createSignal<SpaceId | null>(null)
  const spaces = () => Object.values(feed.state.spaces).sort((one, other) => one.position - other.position)
  const space = () => feed.state.spaces[chosen() as SpaceId] ?? spaces()[0]
  let form!: HTMLFormElement
  const create = createForm(
    async (value) => {
      const spaceId = space()?.id
      if (!spaceId) throw new Error('There is no space yet.')
      const place = { spaceId, ...(value('room') ? { roomId: value('room') as RoomId } : {}) }
      const { link, url } = await api.identity.createGuestLink.mutate({
        ...place,
        label: value('label'),
        expiresInHours: Number(value('hours')),
      })
      setMade({ label: link.label, url })
      form.reset()
      props.onCreated()
    },
    errorText,
    ['label'],
  )
  return (
    <Section title="New link">
      <form ref={(element) => (form = element)} onSubmit={create.submit} class="flex flex-col gap-4">
        <Field
          label="What it is for"
          name="label"
          required
          maxLength={80}
          placeholder="Acme's visit"
          autocomplete="off"
          error={create.fieldError('label')}
        />
        <div class="grid gap-4 sm:grid-cols-3">
          <SelectField
            label="Space"
            name="space"
            value={space()?.id ?? ''}
            options={spaces().map(({ id, name }) => ({ value: id, text: name }))}
            onChange={(event) => setChosen(event.currentTarget.value as SpaceId)}
          />
          <SelectField
            label="Room"
            name="room"
            value=""
            options={[{ value: '', text: 'Anywhere in it' }, ...(space()?.rooms ?? []).map(({ id, name }) => ({ value: id, text: name }))]}
          />
          <SelectField label="Works for" name="hours" value="24" options={EXPIRIES} />
        </div>
        <Alert tone="bad" text={create.error()} />
        <Button type="submit" look="primary" class="self-start" busy={create.busy()}>
          Create link
        </Button>
      </form>
      <Show when={made()}>
        {(link) => (
          <div role="status" class="mt-4 flex flex-col gap-2 rounded-lg bg-good-wash p-3">
            <p class="text-sm text-good">The link “{link().label}” is ready. It is shown this once: copy it now.</p>
            <div class="flex flex-wrap items-center gap-2">
              <input
                readonly
                aria-label="Guest link"
                value={link().url}
                onFocus={(event) => event.currentTarget.select()}
                class="h-8 min-w-0 grow basis-60 rounded-md border border-line bg-surface px-2.5 font-mono text-xs text-ink"
              />
              <CopyButton text={link().url} label="Copy link" />
            </div>
          </div>
        )}
      </Show>
    </Section>
  )
}

function GuestLinkLine(props: { link: GuestLinkView; onRevoked: () => Promise<void> }) {
  const { api } = useConnection()
  const feed = useFeed()
  const [asking, setAsking] = createSignal(false)
  const space = () => feed.state.spaces[props.link.spaceId]
  const place = () => {
    const room = space()?.rooms.find(({ id }) => id === props.link.roomId)
    return `${space()?.name ?? 'A space'}${room ? `, ${room.name}` : ''}`
  }
  const state = () => guestLinkState(props.link, Date.now())
  const revoke = async () => {
    await api.identity.revokeGuestLink.mutate({ guestLinkId: props.link.id })
    await props.onRevoked()
  }
  return (
    <>
      <Line
        title={
          <span class="flex items-center gap-2">
            <span class="truncate">{props.link.label}</span>
            <Badge tone={state() === 'open' ? 'good' : 'plain'}>{STATE_LABELS[state()]}</Badge>
          </span>
        }
        text={`${place()} · until ${new Date(props.link.expiresAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}`}
      >
        <Show when={state() === 'open'}>
          <Button size="small" onClick={() => setAsking(true)}>
            Revoke
          </Button>
        </Show>
      </Line>
      <ConfirmDialog
        open={asking()}
        onClose={() => setAsking(false)}
        title="Revoke this guest link?"
        text="It stops working, and whoever came in through it is out within seconds."
        confirm="Revoke"
        onConfirm={revoke}
      />
    </>
  )
}
