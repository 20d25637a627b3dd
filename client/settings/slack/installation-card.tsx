import { Activity, MessageSquare, RotateCw, Stethoscope, TriangleAlert, Unplug } from 'lucide-solid'
import { createSignal, Show } from 'solid-js'
import type { FindingView, InstallationView } from '@atrium/shared/slack/views.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { timeAgo } from '../../ui/relative-time.rules.ts'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { AccessPanel } from './access-panel.tsx'
import { ChannelTable } from './channel-table.tsx'
import { createChannels } from './create-channels.ts'
import { DefaultChannel } from './default-channel.tsx'
import { Findings } from './findings.tsx'
import { HealthPanel } from './health-panel.tsx'
import { TeamPanel, teamWords } from './team-panel.tsx'
import { TestMessageDialog } from './test-message-dialog.tsx'

const STATES: Record<InstallationView['state'], { text: string; tone: 'good' | 'plain' | 'bad' }> = {
  active: { text: 'Connected', tone: 'good' },
  disconnected: { text: 'Disconnected', tone: 'plain' },
  revoked: { text: 'Revoked', tone: 'bad' },
}

export function InstallationCard(props: { installation: InstallationView; onReconnect: () => Promise<void> }) {
  const { api } = useConnection()
  const feed = useFeed()
  const [dialog, setDialog] = createSignal<'disconnect' | 'message' | null>(null)
  const [outcome, setOutcome] = createSignal<{ ok: boolean; text: string } | null>(null)
  const [findings, setFindings] = createSignal<FindingView[] | null>(null)
  const [busy, setBusy] = createSignal<'test' | 'reconnect' | 'diagnose' | null>(null)
  const channels = createChannels(props.installation.id)
  const active = () => props.installation.state === 'active'
  const defaultChannelName = () => {
    const { defaultChannelId } = props.installation
    const channel = channels.all().find(({ channelId }) => channelId === defaultChannelId)
    return defaultChannelId === null ? 'none' : `#${channel?.name ?? defaultChannelId}`
  }
  const forget = () => {
    setOutcome(null)
    setFindings(null)
  }
  const findProblems = async () => {
    setBusy('diagnose')
    forget()
    try {
      setFindings(await api.slack.diagnose.mutate({ installationId: props.installation.id }))
    } catch (thrown) {
      setOutcome({ ok: false, text: errorText(thrown) })
    } finally {
      setBusy(null)
    }
  }
  const test = async () => {
    setBusy('test')
    forget()
    try {
      setOutcome(await api.slack.testConnection.mutate({ installationId: props.installation.id }))
    } catch (thrown) {
      setOutcome({ ok: false, text: errorText(thrown) })
    } finally {
      setBusy(null)
    }
  }
  const reconnect = async () => {
    setBusy('reconnect')
    await props.onReconnect().finally(() => setBusy(null))
  }
  const disconnect = async () => {
    const installation = await api.slack.disconnect.mutate({ installationId: props.installation.id })
    feed.apply({ kind: 'slack.installationChanged', payload: { installation } })
    forget()
  }
  return (
    <section aria-label={`Workspace ${props.installation.teamName}`} class="overflow-hidden rounded-xl border border-line bg-surface">
      <div class="flex flex-wrap items-center gap-x-4 gap-y-3 p-4">
        <Title installation={props.installation} />
        <Show
          when={active()}
          fallback={
            <div class="flex flex-wrap gap-2">
              <FindProblems busy={busy() === 'diagnose'} onClick={() => void findProblems()} />
              <Button size="small" look="primary" busy={busy() === 'reconnect'} onClick={() => void reconnect()}>
                <RotateCw size={13} aria-hidden="true" /> Reconnect
              </Button>
            </div>
          }
        >
          <div class="flex flex-wrap gap-2">
            <FindProblems busy={busy() === 'diagnose'} onClick={() => void findProblems()} />
            <Button size="small" busy={busy() === 'test'} onClick={() => void test()}>
              <Activity size={13} aria-hidden="true" /> Test connection
            </Button>
            <Button size="small" onClick={() => setDialog('message')}>
              <MessageSquare size={13} aria-hidden="true" /> Send test message
            </Button>
            <Button size="small" look="danger" onClick={() => setDialog('disconnect')}>
              <Unplug size={13} aria-hidden="true" /> Disconnect
            </Button>
          </div>
        </Show>
      </div>
      <div class="flex flex-col gap-3 px-4 not-empty:pb-4">
        <Show when={!active() && props.installation.stateReason}>
          {(reason) => <Alert tone={props.installation.state === 'revoked' ? 'bad' : 'plain'} text={reason()} />}
        </Show>
        <Show when={outcome()}>{(known) => <Alert tone={known().ok ? 'good' : 'bad'} text={known().text} />}</Show>
        <Show when={findings()}>{(found) => <Findings findings={found()} />}</Show>
        <Show when={active() && props.installation.missingScopes.length > 0}>
          <MissingScopes scopes={props.installation.missingScopes} onReconnect={() => void reconnect()} />
        </Show>
      </div>
      <Disclosure title="Health" summary={lastEvent(props.installation.lastEventAt)}>
        {(open) => <HealthPanel installation={props.installation} seen={open()} />}
      </Disclosure>
      <Disclosure title="Access" summary={accessWords(props.installation)}>
        {() => <AccessPanel installation={props.installation} />}
      </Disclosure>
      <Disclosure title="Default channel" summary={defaultChannelName()}>
        {() => <DefaultChannel installation={props.installation} channels={channels} />}
      </Disclosure>
      <Disclosure title="Working from Slack" summary={teamWords(props.installation)}>
        {() => <TeamPanel installation={props.installation} channels={channels} />}
      </Disclosure>
      <ChannelTable installation={props.installation} channels={channels} />
      <TestMessageDialog
        open={dialog() === 'message'}
        onClose={() => setDialog(null)}
        installation={props.installation}
        channels={channels}
      />
      <ConfirmDialog
        open={dialog() === 'disconnect'}
        onClose={() => setDialog(null)}
        title={`Disconnect ${props.installation.teamName}?`}
        text="Nothing goes to this workspace or comes from it any more, and our access is given back to Slack. Watched channels and threads are remembered: connecting again brings them back."
        confirm="Disconnect"
        onConfirm={disconnect}
      />
    </section>
  )
}

function Title(props: { installation: InstallationView }) {
  return (
    <div class="min-w-0 grow basis-56">
      <h3 class="flex items-center gap-2 text-base font-semibold text-ink">
        <span class="truncate">{props.installation.teamName}</span>
        <Badge tone={STATES[props.installation.state].tone}>{STATES[props.installation.state].text}</Badge>
      </h3>
      <p class="text-sm text-ink-soft">
        <span class="whitespace-nowrap">{props.installation.teamDomain}.slack.com</span>
      </p>
    </div>
  )
}

function FindProblems(props: { busy: boolean; onClick: () => void }) {
  return (
    <Button size="small" busy={props.busy} onClick={() => props.onClick()}>
      <Stethoscope size={13} aria-hidden="true" /> Find problems
    </Button>
  )
}

function accessWords({ allowedUsers }: InstallationView): string {
  if (allowedUsers.length === 0) return 'everyone may act from Slack'
  return allowedUsers.length === 1 ? '1 person may act from Slack' : `${allowedUsers.length} people may act from Slack`
}

function lastEvent(atMs: number | null): string {
  if (atMs === null) return 'nothing received yet'
  const ago = timeAgo(atMs, Date.now())
  return ago === 'now' ? 'last event just now' : `last event ${ago} ago`
}

function MissingScopes(props: { scopes: string[]; onReconnect: () => void }) {
  return (
    <div role="status" class="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-warn-wash px-3 py-2 text-sm text-warn">
      <TriangleAlert size={15} class="shrink-0" aria-hidden="true" />
      <p class="min-w-0 grow basis-60">
        The app lacks {props.scopes.length === 1 ? 'a scope' : 'scopes'}: <span class="font-mono text-xs">{props.scopes.join(', ')}</span>.
        Add {props.scopes.length === 1 ? 'it' : 'them'} in Slack under OAuth & Permissions, then reconnect.
      </p>
      <Button size="small" onClick={() => props.onReconnect()}>
        Reconnect
      </Button>
    </div>
  )
}
