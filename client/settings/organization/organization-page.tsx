import { For } from 'solid-js'
import { createForm } from '../../identity/create-form.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { useMe } from '../../identity/session.tsx'
import { Page, Section } from '../parts/page.tsx'
import { SpaceSettings } from './space-settings.tsx'

export function OrganizationPage() {
  const feed = useFeed()
  const spaces = () => Object.values(feed.state.spaces).sort((one, other) => one.position - other.position)
  return (
    <Page title="Organization" text="What it is called, and who looks after its spaces.">
      <OrganizationName />
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
