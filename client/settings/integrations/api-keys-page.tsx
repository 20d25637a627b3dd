import { KeyRound } from 'lucide-solid'
import { createSignal, For, Show } from 'solid-js'
import { API_SCOPE_NAMES, API_SCOPES, type ApiKeyView, type ApiScope } from '@atrium/shared/integrations/api-keys.ts'
import { createForm } from '../../identity/create-form.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { Alert } from '../../ui/alert.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Field } from '../../ui/field.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { createQuery } from '../parts/create-query.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Line, Page, Section } from '../parts/page.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { expiryOf, KEY_LIFETIMES, keyState, keyTimes } from './api-key.rules.ts'
import { CheckList } from './check-list.tsx'
import { ShownOnce } from './shown-once.tsx'

const SCOPES = API_SCOPE_NAMES.map((name) => ({ value: name, text: API_SCOPES[name], name }))
const STATES = { active: 'Active', expired: 'Expired', revoked: 'Revoked' }

export function ApiKeysPage() {
  const { api } = useConnection()
  const query = createQuery(async () => (await api.integrations.listApiKeys.query()).keys)
  return (
    <Page
      title="API keys"
      text={
        <>
          With a key a program reads and works the inbox. What it writes to customers goes out under the name of your organization.{' '}
          <a href="/api/v1/openapi.json" rel="external" target="_blank" class="text-ink underline underline-offset-2">
            OpenAPI document
          </a>
        </>
      }
    >
      <NewKey onCreated={() => void query.reload()} />
      <Section title="Keys" flush>
        <Loaded query={query}>
          {(keys) => (
            <Show
              when={keys().length > 0}
              fallback={
                <EmptyState
                  icon={<KeyRound size={20} />}
                  title="No keys yet"
                  text="Make one for each program, so that each can be revoked alone."
                />
              }
            >
              <For each={keys()}>{(key) => <KeyLine key={key} onRevoked={() => query.reload()} />}</For>
            </Show>
          )}
        </Loaded>
      </Section>
    </Page>
  )
}

function NewKey(props: { onCreated: () => void }) {
  const { api } = useConnection()
  const [scopes, setScopes] = createSignal<ApiScope[]>([])
  const [made, setMade] = createSignal<{ name: string; token: string } | null>(null)
  let form!: HTMLFormElement
  const create = createForm(
    async (value) => {
      const expiresAt = expiryOf(value('lifetime'), Date.now())
      const { key, token } = await api.integrations.createApiKey.mutate({ name: value('name'), scopes: scopes(), expiresAt })
      setMade({ name: key.name, token })
      form.reset()
      setScopes([])
      props.onCreated()
    },
    errorText,
    ['name', 'scopes'],
  )
  return (
    <Section title="New key">
      <form ref={(element) => (form = element)} onSubmit={create.submit} class="flex flex-col gap-4">
        <div class="grid gap-4 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
          <Field
            label="Name"
            name="name"
            required
            maxLength={60}
            placeholder="Zapier"
            autocomplete="off"
            error={create.fieldError('name')}
          />
          <SelectField label="Works" name="lifetime" value="" options={KEY_LIFETIMES} />
        </div>
        <CheckList label="What it may do" options={SCOPES} chosen={scopes()} onChange={setScopes} error={create.fieldError('scopes')} />
        <Alert tone="bad" text={create.error()} />
        <Button type="submit" look="primary" class="self-start" busy={create.busy()}>
          Create key
        </Button>
      </form>
      <Show when={made()}>
        {(key) => <ShownOnce text={`The key “${key().name}” is ready.`} label="API key" value={key().token} copy="Copy key" />}
      </Show>
    </Section>
  )
}

function KeyLine(props: { key: ApiKeyView; onRevoked: () => Promise<void> }) {
  const { api } = useConnection()
  const [asking, setAsking] = createSignal(false)
  const state = () => keyState(props.key, Date.now())
  const revoke = async () => {
    await api.integrations.revokeApiKey.mutate({ apiKeyId: props.key.id })
    await props.onRevoked()
  }
  return (
    <>
      <Line
        title={
          <span class="flex items-center gap-2">
            <span class="truncate">{props.key.name}</span>
            <Badge tone={state() === 'active' ? 'good' : 'plain'}>{STATES[state()]}</Badge>
          </span>
        }
        text={
          <>
            <span class="font-mono text-xs">{props.key.prefix}…</span> · {keyTimes(props.key, Date.now())}
            <span class="mt-0.5 block text-xs text-ink-faint">{props.key.scopes.map((scope) => API_SCOPES[scope]).join(' · ')}</span>
          </>
        }
      >
        <Show when={state() === 'active'}>
          <Button size="small" onClick={() => setAsking(true)}>
            Revoke
          </Button>
        </Show>
      </Line>
      <ConfirmDialog
        open={asking()}
        onClose={() => setAsking(false)}
        title={`Revoke the key “${props.key.name}”?`}
        text="Whatever uses it is refused from now on. A revoked key cannot be brought back."
        confirm="Revoke"
        onConfirm={revoke}
      />
    </>
  )
}
