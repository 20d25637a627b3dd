import { createSignal, untrack } from 'solid-js'
import { WEBHOOK_EVENT_NAMES, WEBHOOK_EVENTS, type WebhookEndpointView, type WebhookEvent } from '@atrium/shared/integrations/webhooks.ts'
import { createForm } from '../../identity/create-form.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { CheckList } from './check-list.tsx'

const EVENTS = WEBHOOK_EVENT_NAMES.map((name) => ({ value: name, text: WEBHOOK_EVENTS[name], name }))

/** Of a new one, or of one that is to be changed. `onSecret`: a new one's, which is told once. */
export function WebhookForm(props: {
  endpoint: WebhookEndpointView | null
  onSecret: (endpoint: WebhookEndpointView, secret: string) => void
  onSaved: () => void
}) {
  const { api } = useConnection()
  const before = untrack(() => props.endpoint)
  const [events, setEvents] = createSignal<WebhookEvent[]>(before?.events ?? [])
  let form!: HTMLFormElement
  const save = createForm(
    async (value) => {
      const content = { url: value('url'), description: value('description'), events: events() }
      if (before) await api.integrations.changeWebhook.mutate({ ...content, endpointId: before.id })
      else {
        const { endpoint, secret } = await api.integrations.createWebhook.mutate(content)
        form.reset()
        setEvents([])
        props.onSecret(endpoint, secret)
      }
      props.onSaved()
    },
    errorText,
    ['url', 'description', 'events'],
  )
  return (
    <form ref={(element) => (form = element)} onSubmit={save.submit} class="flex flex-col gap-4">
      <Field
        label="Address"
        name="url"
        type="url"
        required
        maxLength={2000}
        value={before?.url ?? ''}
        placeholder="https://example.com/atrium"
        hint="It begins with https and is reachable from the internet."
        autocomplete="off"
        error={save.fieldError('url')}
      />
      <Field
        label="What it is for"
        name="description"
        maxLength={120}
        value={before?.description ?? ''}
        placeholder="Our data warehouse"
        autocomplete="off"
        error={save.fieldError('description')}
      />
      <CheckList label="It is told when" options={EVENTS} chosen={events()} onChange={setEvents} error={save.fieldError('events')} />
      <Alert tone="bad" text={save.error()} />
      <Button type="submit" look="primary" class="self-start" busy={save.busy()}>
        {before ? 'Save' : 'Set up webhook'}
      </Button>
    </form>
  )
}
