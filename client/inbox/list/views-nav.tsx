import { CircleCheck, CircleDashed, CircleUser, Inbox, Moon, UserRoundX } from 'lucide-solid'
import { For, Show, type Component } from 'solid-js'
import { moveRovingFocus } from '../../ui/roving-focus.ts'
import { useInbox } from '../inbox-context.tsx'
import { VIEW_NAMES, VIEWS, type ViewName } from '../inbox-view.rules.ts'

const ICONS: Record<ViewName, Component<{ size: number }>> = {
  open: Inbox,
  mine: CircleUser,
  unassigned: UserRoundX,
  pending: CircleDashed,
  snoozed: Moon,
  closed: CircleCheck,
}

/** A column beside the list; above it and scrolling sideways where there is no room. */
export function ViewsNav(props: { countOf: (view: ViewName) => string }) {
  const inbox = useInbox()
  return (
    <nav
      aria-label="Views"
      onKeyDown={(event) => moveRovingFocus(event)}
      class="flex gap-1 overflow-x-auto px-2 pb-2 [scrollbar-width:none] xl:flex-col xl:gap-px xl:overflow-visible"
    >
      <For each={VIEW_NAMES}>
        {(view) => {
          const Icon = ICONS[view]
          return (
            <a
              href={inbox.hrefOfView(view)}
              data-roving
              aria-current={inbox.view() === view ? 'page' : undefined}
              class="focus-inset flex h-8 shrink-0 items-center gap-2 rounded-md px-2.5 text-sm whitespace-nowrap text-ink-soft transition-colors hover:bg-hover hover:text-ink aria-[current]:bg-press aria-[current]:font-medium aria-[current]:text-ink xl:px-2"
            >
              <span class="grid size-5 place-items-center max-xl:hidden" aria-hidden="true">
                <Icon size={15} />
              </span>
              <span class="grow">{VIEWS[view].label}</span>
              <Show when={props.countOf(view)}>
                <span class="text-xs text-ink-faint">{props.countOf(view)}</span>
              </Show>
            </a>
          )
        }}
      </For>
    </nav>
  )
}
