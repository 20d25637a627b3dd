import { createSignal, For } from 'solid-js'
import { AWAY_MINUTES, DEFAULT_AWAY_MINUTES } from '@atrium/shared/identity/away-minutes.ts'
import { createForm } from '../../identity/create-form.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { useMe } from '../../identity/session.tsx'
import { Line, Page, Section } from '../parts/page.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { SpaceSettings } from './space-settings.tsx'

export function OrganizationPage() {
  const feed = useFeed()
  const spaces = () => Object.values(feed.state.spaces).sort((one, other) => one.position - other.position)
  return (
    <Page title="Organization" text="What it is called, when people are away, and who looks after its spaces.">
      <OrganizationName />
      <AwayTime />
      <For each={spaces().map(({ id }) => id)}>{(spaceId) => <SpaceSettings spaceId={spaceId} />}</For>
    </Page>
  )
}

function OrganizationName() {
  const { api } = useConnection()
  const feed = useFeed()
  const me = useMe()
  const toasts = useToasts()
  const form = createForm(
    async (value) => {
      const { organization } = await api.identity.renameOrganization.mutate({ name: value('name') })
      feed.apply({ kind: 'identity.organizationChanged', payload: { organization } })
      toasts.show('The name was saved.')
    },
    errorText,
    ['name'],
  )
  return (
    <Section title="Name">
      <form onSubmit={form.submit} class="flex flex-col gap-4">
        <Field
          label="Organization"
          name="name"
          autocomplete="organization"
          required
          maxLength={120}
          value={feed.state.organization?.name ?? me().organization?.name ?? ''}
          error={form.fieldError('name')}
          hint="Everybody sees it over the sidebar, and in invitations."
        />
        <Alert tone="bad" text={form.error()} />
        <Button type="submit" class="self-start" busy={form.busy()}>
          Save
        </Button>
      </form>
    </Section>
  )
}

/** For everybody of the organization. */
function AwayTime() {
  const { api } = useConnection()
  const feed = useFeed()
  const toasts = useToasts()
  const [busy, setBusy] = createSignal(false)
  const minutes = () => feed.state.organization?.awayMinutes ?? DEFAULT_AWAY_MINUTES
  const change = async (chosen: string) => {
    const wanted = AWAY_MINUTES.find((one) => String(one) === chosen)
    if (wanted === undefined) return
    setBusy(true)
    try {
      const { organization } = await api.identity.setAwayMinutes.mutate({ minutes: wanted })
      feed.apply({ kind: 'identity.organizationChanged', payload: { organization } })
      toasts.show(`Everybody is away after ${wordsFor(wanted)} without input.`)
    } catch (error) {
      toasts.show(errorText(error), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Section title="Away" flush>
      <Line
        title="Away after"
        text="Without input in any tab for this long, whoever is available is shown as away, until they are back. A tab in the background does not count, and busy stays busy."
      >
        <SelectField
          class="w-36 [&>label]:sr-only"
          label="Away after"
          options={AWAY_MINUTES.map((one) => ({ value: String(one), text: wordsFor(one) }))}
          value={String(minutes())}
          disabled={busy()}
          onChange={(event) => void change(event.currentTarget.value)}
        />
      </Line>
    </Section>
  )
}

function wordsFor(minutes: number): string {
  if (minutes < 60) return `${minutes} minutes`
  return minutes === 60 ? '1 hour' : `${minutes / 60} hours`
}
