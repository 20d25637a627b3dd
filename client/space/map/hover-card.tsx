import { Show } from 'solid-js'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import { STATUS_WORDS, StatusDot } from '../../ui/status-dot.tsx'
import { useCurrentSpace } from '../current-space.tsx'
import { slackLine } from '../status/slack-status.rules.ts'
import { statusLine } from '../status/status-words.rules.ts'
import type { Hovered } from './create-pointing.ts'

/** Who that is, beside the pointer. The list says it to everybody else. */
export function HoverCard(props: { at: Hovered; presence: PresenceView; roomName: string | undefined }) {
  const current = useCurrentSpace()
  return (
    <div
      aria-hidden="true"
      class="animate-fade-in pointer-events-none absolute z-10 max-w-60 -translate-x-1/2 -translate-y-full rounded-lg border border-line bg-raised px-3 py-2 text-sm shadow-raised"
      style={{ left: `${props.at.x}px`, top: `${props.at.y - 32}px` }}
    >
      <p class="truncate font-semibold text-ink">{props.presence.person.name}</p>
      <p class="flex items-center gap-1.5 text-xs text-ink-soft">
        <StatusDot status={props.presence.status} />
        <span class="truncate">
          {STATUS_WORDS[props.presence.status]}
          <Show when={props.roomName}>{(name) => ` · ${name()}`}</Show>
        </span>
      </p>
      <Show when={statusLine(props.presence, Date.now())}>{(line) => <p class="text-xs text-pretty text-ink-soft">{line()}</p>}</Show>
      <Show when={slackLine(current.slackStatusesOf(props.presence.person.id), Date.now())}>
        {(line) => <p class="text-xs text-pretty text-ink-soft">{line()}</p>}
      </Show>
      <p class="mt-1 text-xs text-ink-faint">Click for more</p>
    </div>
  )
}
