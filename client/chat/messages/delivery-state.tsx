import { Check, CircleAlert, Clock, CloudOff } from 'lucide-solid'
import { createSignal, Match, Show, Switch } from 'solid-js'
import type { BridgeState } from '@atrium/shared/chat/views.ts'
import { timeLabel } from '../message-groups.rules.ts'

const REASONS: Record<Extract<BridgeState, { state: 'not_bridged' }>['reason'], (name: string) => string> = {
  recipient_not_linked: (name) => `Not on Slack: ${name} has not linked an account.`,
  no_workspace: () => 'Not on Slack: no workspace is connected.',
  unlinked_while_queued: () => 'Not on Slack: a link to Slack ended before it was sent.',
  read_here: (name) => `Read in Atrium by ${name}, so it did not go to Slack.`,
}

/** CH7: where one's own message in a mention chat went. `name` is the other person's. */
export function DeliveryState(props: { bridge: BridgeState; name: string; onRetry: () => Promise<void> }) {
  const failed = () => (props.bridge.state === 'failed' || props.bridge.state === 'blocked' ? props.bridge : null)
  const held = () => (props.bridge.state === 'held' ? props.bridge : null)
  const skipped = () => (props.bridge.state === 'not_bridged' ? props.bridge : null)
  const sent = () => (props.bridge.state === 'sent' ? props.bridge : null)
  return (
    <p class="mt-0.5 flex items-start gap-1 text-xs text-ink-faint">
      <Switch>
        <Match when={held()}>
          {(state) => (
            <>
              <Clock size={12} class="mt-0.5 shrink-0" aria-hidden="true" /> Goes to Slack at {timeLabel(state().until)} unless {props.name}{' '}
              reads it here
            </>
          )}
        </Match>
        <Match when={props.bridge.state === 'queued'}>
          <Clock size={12} class="mt-0.5 shrink-0" aria-hidden="true" /> On its way to Slack
        </Match>
        <Match when={props.bridge.state === 'unknown'}>
          <Clock size={12} class="mt-0.5 shrink-0" aria-hidden="true" /> Slack did not answer; we are checking whether it arrived
        </Match>
        <Match when={sent()}>
          {(state) => (
            <>
              <Check size={12} class="mt-0.5 shrink-0 text-good" aria-hidden="true" />
              <span>
                <Show when={state().permalink} fallback="In Slack">
                  {(permalink) => (
                    <a href={permalink()} target="_blank" rel="noopener noreferrer" class="hover:text-ink-soft hover:underline">
                      In Slack
                    </a>
                  )}
                </Show>
                <Show when={state().outsideThread}>, as a message of its own: what it replies to is not there</Show>
              </span>
            </>
          )}
        </Match>
        <Match when={skipped()}>
          {(state) => (
            <>
              <CloudOff size={12} class="mt-0.5 shrink-0" aria-hidden="true" /> {REASONS[state().reason](props.name)}
            </>
          )}
        </Match>
        <Match when={failed()}>{(state) => <Failure text={`Not in Slack: ${state().reason}`} onRetry={props.onRetry} />}</Match>
      </Switch>
    </p>
  )
}

function Failure(props: { text: string; onRetry: () => Promise<void> }) {
  const [busy, setBusy] = createSignal(false)
  const retry = async () => {
    if (busy()) return
    setBusy(true)
    try {
      await props.onRetry()
    } finally {
      setBusy(false)
    }
  }
  return (
    <span class="flex flex-wrap items-center gap-1 text-bad">
      <CircleAlert size={12} aria-hidden="true" />
      <span>{props.text}</span>
      <button type="button" class="rounded px-1 font-medium underline underline-offset-2 hover:bg-hover" onClick={() => void retry()}>
        {busy() ? 'Retrying…' : 'Retry'}
      </button>
    </span>
  )
}
