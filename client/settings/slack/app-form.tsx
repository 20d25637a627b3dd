import { ExternalLink } from 'lucide-solid'
import { createSignal, Show, type JSX } from 'solid-js'
import type { InstallationView, SlackAppView } from '@atrium/shared/slack/views.ts'
import { createForm } from '../../identity/create-form.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ChoiceGroup } from '../parts/choice-group.tsx'
import { CopyButton } from '../parts/copy-button.tsx'
import { createQuery } from '../parts/create-query.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Section } from '../parts/page.tsx'
import { checkCredentials, type CredentialErrors, type Credentials } from './credentials.rules.ts'

type Mode = Credentials['mode']
type Way = 'browser' | 'token'
const WAYS: { value: Way; text: string }[] = [
  { value: 'browser', text: 'In the browser' },
  { value: 'token', text: 'By a bot token' },
]
const MODES: { value: Mode; text: string }[] = [
  { value: 'http', text: 'HTTP' },
  { value: 'socket', text: 'Socket Mode' },
]

const PASTED = ['appId', 'clientId', 'clientSecret', 'signingSecret', 'appToken', 'botToken', 'workspaceDomain'] as const

/** From no app at all to its credentials kept here. */
export function AppForm(props: {
  onCancel: () => void
  /** Its workspace is to be chosen in the browser now. */
  onSaved: (app: SlackAppView) => Promise<void>
  /** A bot token was pasted, and its workspace is connected. */
  onConnected: (installation: InstallationView) => void
}) {
  const { api } = useConnection()
  const [mode, setMode] = createSignal<Mode>('http')
  const [way, setWay] = createSignal<Way>('browser')
  const [errors, setErrors] = createSignal<CredentialErrors>({})
  const form = createForm(
    async (value) => {
      const given: Credentials = {
        mode: mode(),
        appId: value('appId'),
        clientId: value('clientId'),
        clientSecret: value('clientSecret'),
        signingSecret: value('signingSecret'),
        appToken: value('appToken'),
        ...(way() === 'token' ? { botToken: value('botToken'), workspaceDomain: value('workspaceDomain') } : {}),
      }
      setErrors(checkCredentials(given))
      if (Object.keys(errors()).length > 0) return
      const { signingSecret, appToken, botToken, workspaceDomain, ...always } = given
      const app = await api.slack.saveApp.mutate({ ...always, ...(mode() === 'http' ? { signingSecret } : { appToken }) })
      if (botToken === undefined || workspaceDomain === undefined) return props.onSaved(app)
      props.onConnected(await api.slack.installWithToken.mutate({ slackAppId: app.id, botToken, workspaceDomain }))
    },
    errorText,
    PASTED,
  )
  const wrong = (name: keyof Credentials) => errors()[name] ?? form.fieldError(name)
  return (
    <Section title="Connect through your own Slack app" text="The app belongs to you; its secrets are kept encrypted on this server.">
      <ol class="flex flex-col gap-6">
        <Step number={1} title="How Slack reaches this server">
          <ChoiceGroup label="How Slack reaches this server" value={mode()} options={MODES} onChange={setMode} />
          <p class="max-w-prose text-sm text-ink-soft">
            {mode() === 'http'
              ? 'Slack calls this server, which has to be reachable from the internet under HTTPS.'
              : 'This server calls Slack and keeps the line open: for servers behind a firewall.'}
          </p>
        </Step>
        <Step number={2} title="Make the app in Slack">
          <Show when={mode()} keyed>
            {(chosen) => <Manifest mode={chosen} />}
          </Show>
        </Step>
        <Step number={3} title="Paste its credentials">
          <form onSubmit={form.submit} novalidate class="flex flex-col gap-4">
            <div class="grid gap-4 sm:grid-cols-2">
              <Field label="App id" name="appId" autocomplete="off" spellcheck={false} placeholder="A012ABCDEF" error={wrong('appId')} />
              <Field
                label="Client id"
                name="clientId"
                autocomplete="off"
                spellcheck={false}
                placeholder="1234.5678"
                error={wrong('clientId')}
              />
              <Field label="Client secret" name="clientSecret" type="password" autocomplete="off" error={wrong('clientSecret')} />
              <Show
                when={mode() === 'http'}
                fallback={
                  <Field
                    label="App-level token"
                    name="appToken"
                    type="password"
                    autocomplete="off"
                    placeholder="xapp-…"
                    error={wrong('appToken')}
                  />
                }
              >
                <Field label="Signing secret" name="signingSecret" type="password" autocomplete="off" error={wrong('signingSecret')} />
              </Show>
            </div>
            <div class="flex flex-col items-start gap-2">
              <p class="text-sm font-medium text-ink" aria-hidden="true">
                How to connect the workspace
              </p>
              <ChoiceGroup label="How to connect the workspace" value={way()} options={WAYS} onChange={setWay} />
              <Show when={way() === 'browser'}>
                <p class="max-w-prose text-sm text-ink-soft">Slack asks you next which workspace it is and whether you allow it.</p>
              </Show>
            </div>
            <Show when={way() === 'token'}>
              <BotToken wrong={wrong} />
            </Show>
            <Alert tone="bad" text={form.error()} />
            <div class="flex flex-wrap gap-2">
              <Button type="submit" look="primary" busy={form.busy()}>
                {way() === 'browser' ? 'Save and choose the workspace' : 'Save and connect'}
              </Button>
              <Button look="quiet" onClick={() => props.onCancel()}>
                Cancel
              </Button>
            </div>
          </form>
        </Step>
      </ol>
    </Section>
  )
}

function BotToken(props: { wrong: (name: 'botToken' | 'workspaceDomain') => string | undefined }) {
  return (
    <div class="flex flex-col gap-3">
      <p class="max-w-prose text-sm text-ink-soft">
        In Slack, press “Install to Workspace” under OAuth & Permissions and copy the Bot User OAuth Token.
      </p>
      <div class="grid gap-4 sm:grid-cols-2">
        <Field label="Bot token" name="botToken" type="password" autocomplete="off" placeholder="xoxb-…" error={props.wrong('botToken')} />
        <Field
          label="Workspace domain"
          name="workspaceDomain"
          autocomplete="off"
          spellcheck={false}
          placeholder="northwind.slack.com"
          error={props.wrong('workspaceDomain')}
        />
      </div>
    </div>
  )
}

function Step(props: { number: number; title: string; children: JSX.Element }) {
  return (
    <li class="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-3">
      <span class="grid size-6 place-items-center rounded-full bg-accent-wash text-xs font-semibold text-accent-ink" aria-hidden="true">
        {props.number}
      </span>
      <div class="flex flex-col items-start gap-3 *:w-full [&>[role=radiogroup]]:w-auto">
        <h4 class="text-base leading-6 font-medium text-ink">{props.title}</h4>
        {props.children}
      </div>
    </li>
  )
}

function Manifest(props: { mode: Mode }) {
  const { api } = useConnection()
  const query = createQuery(() => api.slack.manifest.query({ mode: props.mode }))
  return (
    <Loaded query={query}>
      {(manifest) => (
        <div class="flex flex-col gap-3">
          <p class="max-w-prose text-sm text-ink-soft">
            The link opens Slack with everything filled in. Or choose “From a manifest” at api.slack.com/apps and paste it.
          </p>
          <div class="flex flex-wrap gap-2">
            <a
              href={manifest().createUrl}
              target="_blank"
              rel="noopener noreferrer"
              class="inline-flex h-8 items-center gap-1.5 rounded-md border border-line-strong bg-surface px-3 text-sm font-medium text-ink shadow-low transition-colors hover:bg-hover"
            >
              Create app in Slack <ExternalLink size={13} aria-hidden="true" />
            </a>
            <CopyButton text={manifest().json} label="Copy manifest" />
          </div>
          <details class="text-sm">
            <summary class="cursor-pointer rounded text-ink-soft hover:text-ink">Show the manifest</summary>
            <pre
              tabindex="0"
              class="mt-2 max-h-72 overflow-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs leading-5 text-ink"
            >
              {manifest().json}
            </pre>
          </details>
        </div>
      )}
    </Loaded>
  )
}
