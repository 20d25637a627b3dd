import { MessageSquare } from 'lucide-solid'
import { For, onCleanup, onMount, Show } from 'solid-js'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { moveRovingFocus } from '../../ui/roving-focus.ts'
import { STATUS_WORDS } from '../../ui/status-dot.tsx'
import { useCurrentSpace } from '../current-space.tsx'
import { slackLine } from '../status/slack-status.rules.ts'
import { statusLine } from '../status/status-words.rules.ts'
import { personEntries } from '../people/person-entries.tsx'

export interface PersonCardProps {
  presence: PresenceView
  roomName: string | undefined
  /** Of the avatar, in the map's pixels. */
  at: { x: number; y: number }
  /** Of the map, in pixels. */
  within: { width: number; height: number }
  onMessage: () => void
  onClose: () => void
}

const WIDTH = 232
const HEIGHT = 320
const MARGIN = 12

/** What one can do at somebody on the map; Escape or a click elsewhere closes it. */
export function PersonCard(props: PersonCardProps) {
  const current = useCurrentSpace()
  let card: HTMLDivElement | undefined
  const left = () => clamp(props.at.x + 26, props.within.width - WIDTH - MARGIN)
  const top = () => clamp(props.at.y - HEIGHT / 2, props.within.height - HEIGHT - MARGIN)
  const onOutside = (event: PointerEvent) => {
    if (event.target instanceof Node && !card?.contains(event.target)) props.onClose()
  }
  onMount(() => {
    card?.querySelector('button')?.focus()
    // On its way down, so that the press that opened the card does not close it on its way up.
    addEventListener('pointerdown', onOutside, true)
  })
  onCleanup(() => removeEventListener('pointerdown', onOutside, true))
  const act = (run: () => void) => {
    run()
    props.onClose()
  }
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      props.onClose()
    } else moveRovingFocus(event)
  }
  return (
    <div
      ref={(element) => (card = element)}
      role="dialog"
      aria-label={props.presence.person.name}
      onKeyDown={onKeyDown}
      class="animate-appear absolute z-20 rounded-xl border border-line bg-raised p-1.5 shadow-raised"
      style={{ left: `${left()}px`, top: `${top()}px`, width: `${WIDTH}px` }}
    >
      <div class="flex items-center gap-2.5 px-2 pt-1.5 pb-2">
        <Avatar
          name={props.presence.person.name}
          hue={props.presence.person.hue}
          size={36}
          status={props.presence.status}
          visitor={props.presence.person.kind === 'visitor'}
        />
        <div class="min-w-0">
          <p class="truncate text-base font-semibold text-ink">{props.presence.person.name}</p>
          <p class="truncate text-xs text-ink-soft">{[STATUS_WORDS[props.presence.status], props.roomName].filter(Boolean).join(' · ')}</p>
        </div>
      </div>
      <Show when={statusLine(props.presence, Date.now())}>
        {(line) => <p class="px-2 pb-2 text-xs text-pretty text-ink-soft">{line()}</p>}
      </Show>
      <Show when={slackLine(current.slackStatusesOf(props.presence.person.id), Date.now())}>
        {(line) => <p class="px-2 pb-2 text-xs text-pretty text-ink-soft">{line()}</p>}
      </Show>
      <button type="button" data-roving class={row} onClick={() => act(props.onMessage)}>
        <span class="grid size-4 place-items-center text-ink-soft">
          <MessageSquare size={14} />
        </span>
        Message
      </button>
      <For each={personEntries(current, props.presence)}>
        {(entry) => (
          <button type="button" data-roving class={row} disabled={entry.disabled} onClick={() => act(entry.onSelect)}>
            <span class="grid size-4 place-items-center text-ink-soft">{entry.icon?.()}</span>
            {entry.text}
          </button>
        )}
      </For>
    </div>
  )
}

const row =
  'focus-inset flex h-8 w-full items-center gap-2.5 rounded-md px-2 text-left text-sm text-ink hover:bg-hover focus-visible:bg-hover disabled:opacity-45 max-md:h-10'

function clamp(value: number, most: number): number {
  return Math.max(MARGIN, Math.min(value, most))
}
