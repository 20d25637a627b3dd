import { Circle, CircleCheck, CircleDashed, Moon } from 'lucide-solid'
import { Match, Switch } from 'solid-js'
import type { ConversationStatus } from '@atrium/shared/inbox/views.ts'

/** Decoration beside the word for it. */
export function StatusIcon(props: { status: ConversationStatus; size?: number }) {
  const size = () => props.size ?? 14
  return (
    <Switch fallback={<Circle size={size()} class="shrink-0 text-good" aria-hidden="true" />}>
      <Match when={props.status === 'pending'}>
        <CircleDashed size={size()} class="shrink-0 text-warn" aria-hidden="true" />
      </Match>
      <Match when={props.status === 'snoozed'}>
        <Moon size={size()} class="shrink-0 text-ink-soft" aria-hidden="true" />
      </Match>
      <Match when={props.status === 'closed'}>
        <CircleCheck size={size()} class="shrink-0 text-accent-ink" aria-hidden="true" />
      </Match>
    </Switch>
  )
}
