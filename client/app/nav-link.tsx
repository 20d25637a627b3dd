import { A, useLocation } from '@solidjs/router'
import { Show, type JSX } from 'solid-js'
import { UnreadBadge } from '../ui/badge.tsx'

/** A line of the sidebar. `match`: the beginning of the addresses it stands for. */
export function NavLink(props: {
  href: string
  match: string
  icon: JSX.Element
  children: JSX.Element
  unread?: number
  note?: JSX.Element
}) {
  const location = useLocation()
  const active = () => location.pathname === props.match || location.pathname.startsWith(`${props.match}/`)
  return (
    <A
      href={props.href}
      data-roving
      aria-current={active() ? 'page' : undefined}
      class="focus-inset flex h-8 items-center gap-2.5 rounded-md px-2 text-sm text-ink-soft transition-colors hover:bg-hover hover:text-ink aria-[current]:bg-press aria-[current]:font-medium aria-[current]:text-ink"
    >
      <span class="grid size-5 shrink-0 place-items-center" aria-hidden="true">
        {props.icon}
      </span>
      <span class="min-w-0 grow truncate">{props.children}</span>
      <Show when={props.note}>
        <span class="text-xs text-ink-faint">{props.note}</span>
      </Show>
      <UnreadBadge count={props.unread ?? 0} />
    </A>
  )
}
