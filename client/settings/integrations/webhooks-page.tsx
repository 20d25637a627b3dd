import { Webhook } from 'lucide-solid'
import { createSignal, For, Show } from 'solid-js'
import type { WebhookEndpointView } from '@atrium/shared/integrations/webhooks.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { Alert } from '../../ui/alert.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { createQuery } from '../parts/create-query.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Page, Section } from '../parts/page.tsx'
import { ShownOnce } from './shown-once.tsx'
import { WebhookForm } from './webhook-form.tsx'
import { WebhookLog } from './webhook-log.tsx'
import { endpointState } from './webhook.rules.ts'

export function WebhooksPage() {
  const { api } = useConnection()
  const query = createQuery(async () => (await api.integrations.listWebhooks.query()).endpoints)
  const [secret, setSecret] = createSignal<{ url: string; value: string } | null>(null)
  const told = (endpoint: WebhookEndpointView, value: string) => {
    setSecret({ url: endpoint.url, value })
    void query.reload()
  }
  return (
    <Page
      title="Webhooks"
      text="A program of yours is told at once what happens in the inbox: signed as Standard Webhooks does, in order, and again until it has answered."
    >
      <Section title="New webhook">
        <WebhookForm endpoint={null} onSecret={told} onSaved={() => void query.reload()} />
        <Show when={secret()}>
          {(shown) => (
            <ShownOnce text={`The secret for ${hostOf(shown().url)} is ready.`} label="Secret" value={shown().value} copy="Copy secret" />
          )}
        </Show>
      </Section>
      <Loaded query={query}>
        {(endpoints) => (
          <Show
            when={endpoints().length > 0}
            fallback={
              <Section title="Webhooks" flush>
                <EmptyState icon={<Webhook size={20} />} title="No webhooks yet" text="Set one up for each program that is to be told." />
              </Section>
            }
          >
            {/* By id: what is open stays open when they are loaded again. */}
            <For each={endpoints().map(({ id }) => id)}>
              {(id) => (
                <Show when={endpoints().find((endpoint) => endpoint.id === id)}>
                  {(endpoint) => <EndpointSection endpoint={endpoint()} onChanged={() => query.reload()} onSecret={told} />}
                </Show>
              )}
            </For>
          </Show>
        )}
      </Loaded>
    </Page>
  )
}

type Asking = 'change' | 'rotate' | 'remove' | null

function EndpointSection(props: {
  endpoint: WebhookEndpointView
  onChanged: () => Promise<void>
  onSecret: (endpoint: WebhookEndpointView, secret: string) => void
}) {
  const { api } = useConnection()
  const toasts = useToasts()
  const [asking, setAsking] = createSignal<Asking>(null)
  const [tested, setTested] = createSignal(0)
  const state = () => endpointState(props.endpoint)
  const isOn = () => props.endpoint.state === 'active'
  const one = () => ({ endpointId: props.endpoint.id })
  const doing = async (work: () => Promise<unknown>) => {
    try {
      await work()
      await props.onChanged()
    } catch (error) {
      toasts.show(errorText(error), { tone: 'bad' })
    }
  }
  const rotate = async () => {
    const { endpoint, secret } = await api.integrations.rotateWebhookSecret.mutate(one())
    props.onSecret(endpoint, secret)
    toasts.show('The new secret stands at the top of this page.')
  }
  const remove = async () => {
    await api.integrations.removeWebhook.mutate(one())
    await props.onChanged()
  }
  const test = () =>
    doing(async () => {
      await api.integrations.testWebhook.mutate(one())
      setTested((times) => times + 1)
      toasts.show('A test event is on its way: see the deliveries.')
    })
  return (
    <Section
      title={hostOf(props.endpoint.url)}
      text={props.endpoint.description}
      action={<Badge tone={state().tone}>{state().text}</Badge>}
      flush
    >
      <div class="flex flex-col gap-3 p-4">
        <p class="font-mono text-xs break-all text-ink-soft">{props.endpoint.url}</p>
        <p class="text-xs text-ink-faint">{props.endpoint.events.join(' · ')}</p>
        <Alert tone="bad" text={props.endpoint.disabledReason ?? ''} />
        <div class="flex flex-wrap gap-2">
          <Show when={isOn()}>
            <Button size="small" onClick={() => void test()}>
              Send a test event
            </Button>
          </Show>
          <Button size="small" onClick={() => void doing(() => api.integrations.setWebhookState.mutate({ ...one(), enabled: !isOn() }))}>
            {isOn() ? 'Turn off' : 'Turn on'}
          </Button>
          <Button size="small" onClick={() => setAsking('change')}>
            Change
          </Button>
          <Button size="small" onClick={() => setAsking('rotate')}>
            New secret
          </Button>
          <Button size="small" look="danger" onClick={() => setAsking('remove')}>
            Remove
          </Button>
        </div>
      </div>
      <Disclosure title="Deliveries">{(open) => <WebhookLog endpoint={props.endpoint} open={open()} tested={tested()} />}</Disclosure>
      <Dialog open={asking() === 'change'} onClose={() => setAsking(null)} title="Change the webhook">
        <Show when={asking() === 'change'}>
          <WebhookForm
            endpoint={props.endpoint}
            onSecret={props.onSecret}
            onSaved={() => {
              setAsking(null)
              void props.onChanged()
            }}
          />
        </Show>
      </Dialog>
      <ConfirmDialog
        open={asking() === 'rotate'}
        onClose={() => setAsking(null)}
        title="Make a new secret?"
        text="For a day what is sent is signed with both, so that the receiver can change over. Then the former one is worth nothing."
        confirm="Make a new secret"
        onConfirm={rotate}
      />
      <ConfirmDialog
        open={asking() === 'remove'}
        onClose={() => setAsking(null)}
        title="Remove this webhook?"
        text="Nothing is told there any more; what waits and the record of what was sent go with it."
        confirm="Remove"
        onConfirm={remove}
      />
    </Section>
  )
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
