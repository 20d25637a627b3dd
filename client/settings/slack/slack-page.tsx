import { useSearchParams } from '@solidjs/router'
import { Hash, Plus } from 'lucide-solid'
import { createSignal, For, onMount, Show } from 'solid-js'
import type { InstallationId, SlackAppId } from '@atrium/shared/ids.ts'
import type { InstallationView, SlackAppView } from '@atrium/shared/slack/views.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { grantErrorText } from '../grant-outcome.rules.ts'
import { createQuery } from '../parts/create-query.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { AppForm } from './app-form.tsx'
import { InstallationCard } from './installation-card.tsx'

/** The workspaces of the organization, for owners and admins. */
export function SlackPage() {
  const { api } = useConnection()
  const feed = useFeed()
  const toasts = useToasts()
  const [search, setSearch] = useSearchParams<{ connected?: string; error?: string; detail?: string }>()
  const [refusal, setRefusal] = createSignal(grantErrorText(search))
  const [formShown, setFormShown] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const query = createQuery(async () => {
    const { apps, installations, links } = await api.slack.overview.query()
    feed.take({ installations, links })
    return { apps }
  })
  const apps = (): SlackAppView[] => query.value()?.apps ?? []
  const installations = () => Object.values(feed.state.installations).sort((one, other) => one.teamName.localeCompare(other.teamName))
  const install = async (slackAppId: SlackAppId, installationId?: InstallationId) => {
    setBusy(true)
    setRefusal(null)
    try {
      const { url } = await api.slack.startInstall.mutate({ slackAppId, ...(installationId ? { installationId } : {}) })
      location.assign(url)
    } catch (thrown) {
      setRefusal(errorText(thrown))
      setBusy(false)
    }
  }
  const connected = (installation: InstallationView) => {
    feed.apply({ kind: 'slack.installationChanged', payload: { installation } })
    toasts.show(`${installation.teamName} is connected.`)
    setFormShown(false)
    void query.reload()
  }
  const connect = () => {
    const app = apps().at(-1)
    if (app) void install(app.id)
    else setFormShown(true)
  }
  onMount(() => {
    if (search.connected) toasts.show(`${feed.state.installations[search.connected]?.teamName ?? 'The workspace'} is connected.`)
    if (search.connected || search.error) setSearch({ connected: undefined, error: undefined, detail: undefined }, { replace: true })
  })

  return (
    <Page
      title="Slack"
      text="Connect your workspaces: what people write to each other reaches them in Slack, and what customers write in watched channels lands in the inbox."
      action={
        <Show when={query.value() && installations().length > 0 && !formShown()}>
          <Button busy={busy()} onClick={connect}>
            <Plus size={14} aria-hidden="true" /> Connect another workspace
          </Button>
        </Show>
      }
    >
      <Alert tone="bad" text={refusal()} />
      <Loaded query={query}>
        {() => (
          <>
            <Show when={installations().length === 0 && !formShown()}>
              <NoWorkspace busy={busy()} onConnect={connect} />
            </Show>
            <Show when={formShown()}>
              <AppForm onCancel={() => setFormShown(false)} onSaved={(app) => install(app.id)} onConnected={connected} />
            </Show>
            <For each={installations()}>
              {(installation) => (
                <InstallationCard installation={installation} onReconnect={() => install(installation.slackAppId, installation.id)} />
              )}
            </For>
            <Show when={apps().length > 0 && !formShown()}>
              <p class="text-sm text-ink-soft">
                Connected through {apps().length === 1 ? 'the Slack app' : 'the Slack apps'}{' '}
                <For each={apps()}>
                  {(app, index) => (
                    <>
                      {index() > 0 ? ', ' : ''}
                      <a
                        href={`https://api.slack.com/apps/${app.appId}`}
                        target="_blank"
                        rel="noopener noreferrer"
                        class="font-mono text-xs text-ink underline decoration-line-strong underline-offset-2 hover:decoration-ink"
                      >
                        {app.appId}
                      </a>
                    </>
                  )}
                </For>
                .{' '}
                <button type="button" class="font-medium text-accent-ink hover:underline" onClick={() => setFormShown(true)}>
                  Change its credentials or use another app
                </button>
              </p>
            </Show>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function NoWorkspace(props: { busy: boolean; onConnect: () => void }) {
  return (
    <div class="rounded-xl border border-line">
      <EmptyState
        icon={<Hash size={20} />}
        title="No workspace is connected"
        text="It takes two minutes: make an app in Slack from our manifest, paste its credentials, and allow it."
      >
        <Button look="primary" busy={props.busy} onClick={() => props.onConnect()}>
          Connect a workspace
        </Button>
      </EmptyState>
    </div>
  )
}
