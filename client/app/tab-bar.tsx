import { A, useLocation } from '@solidjs/router'
import { Inbox, LayoutGrid, MessagesSquare, Users } from 'lucide-solid'
import { Show, type JSX } from 'solid-js'
import { isPrivate } from '@atrium/shared/chat/private-channel.ts'
import { unreadOf } from '@atrium/shared/chat/unread.ts'
import { useMe } from '../identity/session.tsx'
import { useFeed } from '../realtime/feed.tsx'
import { useCurrentSpace } from '../space/current-space.tsx'
import { OwnMenu } from './own-menu.tsx'

/** The phone's way around: at the bottom, where the thumb is. */
export function TabBar() {
  const feed = useFeed()
  const me = useMe()
  const current = useCurrentSpace()
  const unread = () =>
    Object.values(feed.state.channels).reduce((sum, summary) => sum + (isPrivate(summary.channel) ? unreadOf(summary) : 0), 0)
  const isMember = () => me().actor.kind === 'member'
  return (
    <nav
      aria-label="Main"
      class="grid shrink-0 auto-cols-fr grid-flow-col border-t border-line bg-surface pb-[env(safe-area-inset-bottom)]"
    >
      <Tab href={current.spaceId() ? `/spaces/${current.spaceId()}` : '/'} match="/spaces" label="Space" icon={<LayoutGrid size={20} />} />
      <Tab href="/chats" match="/chats" label="Chats" icon={<MessagesSquare size={20} />} unread={unread()} />
      <Show when={isMember()}>
        <Tab href="/people" match="/people" label="People" icon={<Users size={20} />} />
        <Tab href="/inbox" match="/inbox" label="Inbox" icon={<Inbox size={20} />} />
      </Show>
      <OwnMenu compact />
    </nav>
  )
}

function Tab(props: { href: string; match: string; label: string; icon: JSX.Element; unread?: number }) {
  const location = useLocation()
  return (
    <A
      href={props.href}
      aria-current={location.pathname.startsWith(props.match) ? 'page' : undefined}
      class="focus-inset relative flex h-14 flex-col items-center justify-center gap-0.5 text-2xs font-medium text-ink-faint aria-[current]:text-accent-ink"
    >
      {props.icon}
      {props.label}
      <Show when={(props.unread ?? 0) > 0}>
        <span class="absolute top-1.5 left-1/2 ml-1.5 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 text-2xs leading-none font-semibold text-on-accent">
          <span aria-hidden="true">{props.unread}</span>
          <span class="sr-only">{props.unread} unread</span>
        </span>
      </Show>
    </A>
  )
}
