import { Bookmark, CircleCheck, CircleDashed, CircleUser, Inbox, Moon, UserRoundX, UsersRound } from 'lucide-solid'
import { createMemo, For, Show, type Component } from 'solid-js'
import { moveRovingFocus } from '../../ui/roving-focus.ts'
import { useInbox, type ShownView } from '../inbox-context.tsx'
import { VIEW_NAMES, type ViewName } from '../inbox-view.rules.ts'

const ICONS: Record<ViewName, Component<{ size: number }>> = {
  open: Inbox,
  mine: CircleUser,
  unassigned: UserRoundX,
  pending: CircleDashed,
  snoozed: Moon,
  closed: CircleCheck,
}

/** A column beside the list; above it and scrolling sideways where there is no room. What is saved comes after what everybody has. */
export function ViewsNav() {
  const inbox = useInbox()
  const keys = createMemo(() => inbox.views().map(({ key }) => key), [], { equals: (one, other) => one.join() === other.join() })
  return (
    <nav
      aria-label="Views"
      onKeyDown={(event) => moveRovingFocus(event)}
      class="relative flex min-h-0 gap-1 overflow-auto px-2 pb-2 [scrollbar-width:none] xl:flex-col xl:gap-px"
    >
      <For each={keys()}>
        {(key, index) => (
          <>
            <Show when={index() === VIEW_NAMES.length}>
              <h2 class="mt-3 mb-1 px-2 text-xs font-medium text-ink-faint max-xl:hidden">Saved</h2>
            </Show>
            <Show when={inbox.views().find((view) => view.key === key)}>{(view) => <ViewLink view={view()} place={index() + 1} />}</Show>
          </>
        )}
      </For>
    </nav>
  )
}

function ViewLink(props: { view: ShownView; place: number }) {
  const inbox = useInbox()
  const Icon = () => {
    const { saved, key } = props.view
    const Shown = saved ? (saved.shared ? UsersRound : Bookmark) : ICONS[key as ViewName]
    return <Shown size={15} />
  }
  const count = createMemo(() => inbox.countOf(props.view.filter))
  return (
    <a
      href={inbox.hrefOfView(props.view.key)}
      data-roving
      aria-current={inbox.view()?.key === props.view.key ? 'page' : undefined}
      aria-keyshortcuts={props.place <= 9 ? String(props.place) : undefined}
      title={props.place <= 9 ? `${props.view.label} (${props.place})` : props.view.label}
      onClick={() => inbox.search.clear()}
      class="focus-inset flex h-8 shrink-0 items-center gap-2 rounded-md px-2.5 text-sm whitespace-nowrap text-ink-soft transition-colors hover:bg-hover hover:text-ink aria-[current]:bg-press aria-[current]:font-medium aria-[current]:text-ink xl:px-2"
    >
      <span class="grid size-5 shrink-0 place-items-center max-xl:hidden" aria-hidden="true">
        <Icon />
      </span>
      <span class="min-w-0 grow truncate max-xl:max-w-40">{props.view.label}</span>
      <Show when={props.view.saved?.shared}>
        <span class="sr-only">shared with everybody</span>
      </Show>
      <Show when={count()}>
        <span class="text-xs text-ink-faint">{count()}</span>
      </Show>
    </a>
  )
}
