import { A } from '@solidjs/router'
import { Inbox, LayoutGrid, Plus, Search, Settings, Users } from 'lucide-solid'
import { For, Show, type JSX } from 'solid-js'
import { spaceChannelOf } from '@atrium/shared/chat/place-channel.ts'
import { unreadOf } from '@atrium/shared/chat/unread.ts'
import type { ChannelSummary } from '@atrium/shared/chat/views.ts'
import { privateChats } from '../chat/sort-channels.rules.ts'
import { useChat } from '../chat/chat-context.tsx'
import { titleOf } from '../chat/channel-title.ts'
import { useMe } from '../identity/session.tsx'
import { useFeed } from '../realtime/feed.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { UnreadBadge } from '../ui/badge.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { moveRovingFocus } from '../ui/roving-focus.ts'
import { useChatLocation } from './chat-location-context.tsx'
import { FirstSteps } from './later-parts.tsx'
import { NavLink } from './nav-link.tsx'
import { OrganizationSwitch } from './organization-switch.tsx'
import { OwnMenu } from './own-menu.tsx'

const SHOWN_CHATS = 30

export function Sidebar() {
  const feed = useFeed()
  const me = useMe()
  const isMember = () => me().actor.kind === 'member'
  const chats = () => privateChats(Object.values(feed.state.channels)).slice(0, SHOWN_CHATS)
  return (
    <div class="flex w-[15.5rem] shrink-0 flex-col border-r border-line bg-sunken max-lg:w-[13rem]">
      <OrganizationSwitch />
      <SearchButton />
      <div class="flex min-h-0 grow flex-col gap-5 overflow-y-auto px-2 pt-1 pb-4">
        <Show when={isMember()}>
          <nav aria-label="Main" onKeyDown={(event) => moveRovingFocus(event)} class="flex flex-col gap-px">
            <NavLink href="/inbox" match="/inbox" icon={<Inbox size={16} />}>
              Inbox
            </NavLink>
            <NavLink href="/people" match="/people" icon={<Users size={16} />}>
              People
            </NavLink>
            <NavLink href="/settings" match="/settings" icon={<Settings size={16} />}>
              Settings
            </NavLink>
          </nav>
        </Show>
        <Spaces />
        <Section
          label="Chats"
          action={
            <Show when={isMember()}>
              <NewChat />
            </Show>
          }
        >
          <For each={chats()}>{(summary) => <ChatLine summary={summary} />}</For>
          <Show when={chats().length === 0}>
            <p class="px-2 text-xs text-pretty text-ink-faint">Mention someone with @ to write to them alone.</p>
          </Show>
        </Section>
      </div>
      <FirstSteps class="mx-2 mb-2 shrink-0" />
      <OwnMenu />
    </div>
  )
}

const isMac = /mac|iphone|ipad/i.test(navigator.userAgent)

function SearchButton() {
  const { search } = useChat()
  return (
    <button
      type="button"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={() => search.open()}
      class="mx-2 mb-2 flex h-8 shrink-0 items-center gap-2.5 rounded-md border border-line bg-surface px-2 text-left text-sm text-ink-faint transition-colors hover:border-line-strong hover:text-ink-soft"
    >
      <span class="grid size-5 shrink-0 place-items-center" aria-hidden="true">
        <Search size={15} />
      </span>
      <span class="grow">Search</span>
      <span aria-hidden="true">
        <Kbd keys={isMac ? '⌘ K' : 'Ctrl K'} />
      </span>
    </button>
  )
}

function Spaces() {
  const feed = useFeed()
  const spaces = () => Object.values(feed.state.spaces).sort((one, other) => one.position - other.position)
  return (
    <Section label="Spaces">
      <For each={spaces()}>
        {(space) => (
          <NavLink
            href={`/spaces/${space.id}`}
            match={`/spaces/${space.id}`}
            icon={<LayoutGrid size={16} />}
            unread={unreadIn(feed.state.channels[spaceChannelOf(space.id).id])}
            note={<HereCount count={feed.presentIn(space.id).length} />}
          >
            {space.name}
          </NavLink>
        )}
      </For>
    </Section>
  )
}

const unreadIn = (summary: ChannelSummary | undefined) => (summary ? unreadOf(summary) : 0)

function HereCount(props: { count: number }) {
  return (
    <span class="flex items-center gap-1">
      <span class="size-1.5 rounded-full" classList={{ 'bg-status-available': props.count > 0, 'bg-line-strong': props.count === 0 }} />
      <span aria-hidden="true">{props.count}</span>
      <span class="sr-only">{props.count} here</span>
    </span>
  )
}

function Section(props: { label: string; action?: JSX.Element; children: JSX.Element }) {
  return (
    <nav aria-label={props.label} onKeyDown={(event) => moveRovingFocus(event)} class="flex flex-col gap-px">
      <div class="flex h-7 items-center justify-between pr-1 pl-2 text-xs font-medium text-ink-faint">
        <span aria-hidden="true">{props.label}</span>
        {props.action}
      </div>
      {props.children}
    </nav>
  )
}

function NewChat() {
  return (
    <A href="/people" aria-label="New chat" class="grid size-6 place-items-center rounded-md text-ink-faint hover:bg-hover hover:text-ink">
      <Plus size={14} />
    </A>
  )
}

function ChatLine(props: { summary: ChannelSummary }) {
  const feed = useFeed()
  const me = useMe()
  const chatLocation = useChatLocation()
  const title = () => titleOf(feed, props.summary.channel, me().actor.personId)
  const current = () => chatLocation.chosen() === props.summary.channel.id
  const status = () => {
    const other = title().other
    return other ? feed.state.presence[other.id]?.status : undefined
  }
  return (
    <button
      type="button"
      data-roving
      aria-current={current() ? 'true' : undefined}
      onClick={() => chatLocation.open(props.summary.channel.id)}
      class="focus-inset flex h-8 items-center gap-2.5 rounded-md px-2 text-left text-sm transition-colors hover:bg-hover hover:text-ink aria-[current]:bg-press aria-[current]:font-medium aria-[current]:text-ink"
      classList={{ 'font-semibold text-ink': unreadOf(props.summary) > 0, 'text-ink-soft': unreadOf(props.summary) === 0 }}
    >
      <Show
        when={props.summary.channel.kind === 'mention'}
        fallback={
          <span class="grid size-6 shrink-0 place-items-center rounded-full bg-press text-ink-soft" aria-hidden="true">
            <Users size={13} />
          </span>
        }
      >
        <Avatar
          name={title().name}
          hue={title().other?.hue ?? 210}
          size={24}
          status={status()}
          visitor={title().other?.kind === 'visitor'}
        />
      </Show>
      <span class="min-w-0 grow truncate" title={title().name}>
        {title().name}
      </span>
      <UnreadBadge count={unreadOf(props.summary)} />
    </button>
  )
}
