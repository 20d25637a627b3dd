import { CircleAlert, SignalHigh, SignalLow, SignalMedium } from 'lucide-solid'
import { Match, Switch } from 'solid-js'
import type { Priority } from '@atrium/shared/inbox/views.ts'

/** Decoration beside the word for it. */
export function PriorityIcon(props: { priority: Priority; size?: number }) {
  const size = () => props.size ?? 14
  return (
    <Switch fallback={<SignalMedium size={size()} aria-hidden="true" />}>
      <Match when={props.priority === 'urgent'}>
        <CircleAlert size={size()} class="text-bad" aria-hidden="true" />
      </Match>
      <Match when={props.priority === 'high'}>
        <SignalHigh size={size()} class="text-warn" aria-hidden="true" />
      </Match>
      <Match when={props.priority === 'low'}>
        <SignalLow size={size()} aria-hidden="true" />
      </Match>
    </Switch>
  )
}
