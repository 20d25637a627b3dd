import { ArrowLeft, X } from 'lucide-solid'
import { createEffect, For, on, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { isPrivate } from '@atrium/shared/chat/private-channel.ts'
import { unreadOf } from '@atrium/shared/chat/unread.ts'
import type { ChannelSummary } from '@atrium/shared/chat/views.ts'
import type { ChannelId, MessageId } from '@atrium/shared/ids.ts'
import { Avatar } from '../ui/avatar.tsx'
import { UnreadBadge } from '../ui/badge.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { titleOf } from './channel-title.ts'
import { useChat } from './chat-context.tsx'
import { Conversation } from './conversation.tsx'
import { ThreadPanel } from './threads/thread-panel.tsx'

export interface ChatPanelProps {
  channelId: ChannelId | null
  /** The person opened this very chat: they want to write. Otherwise the keys stay with the map. */
  chosen: boolean
  /** The channels of where one stands: offered as tabs. */
  nearby: ChannelSummary[]
  /** Opens the chat of those one stands with, when nobody has yet; null without them. */
  onOpenNearby: (() => void) | null
  onSelect: (channelId: ChannelId) => void
  onClose: () => void
  /** The message that the open thread began with. */
  thread: MessageId | null
  onCloseThread: () => void
  /** There is room for the thread beside the chat; otherwise it stands before it. */
  wide: boolean
  /** Fills the screen of a phone: closing leads back. */
  fullScreen: boolean
}

export function ChatPanel(props: ChatPanelProps) {
  const chat = useChat()
  const summary = () => (props.channelId === null ? undefined : chat.feed.state.channels[props.channelId])
  const title = () => {
    const known = summary()
    return known && titleOf(chat.feed, known.channel, chat.me())
  }
  const status = () => {
    const other = title()?.other
    return other ? chat.feed.state.presence[other.id]?.status : undefined
  }
  const hasTabs = () => {
    const channel = summary()?.channel
    return (
      props.nearby.length > 1 || props.onOpenNearby !== null || (props.nearby.length === 1 && channel !== undefined && isPrivate(channel))
    )
  }
  const covered = () => props.thread !== null && !props.wide
  let chatPart!: HTMLDivElement
  let openedFrom: MessageId | null = null
  const openThread = (threadRootId: MessageId) => {
    openedFrom = rowAt(document.activeElement)
    if (props.channelId !== null) chat.openThread(props.channelId, threadRootId)
  }
  createEffect(
    on(
      () => props.thread,
      (thread, before) => {
        if (thread !== null || !before) return
        const row = (id: MessageId | null) => chatPart.querySelector<HTMLElement>(`[data-message="${id}"]`)
        const back = row(openedFrom) ?? row(before) ?? chatPart.querySelector<HTMLElement>('textarea')
        back?.focus({ preventScroll: true })
      },
      { defer: true },
    ),
  )
  return (
    <section aria-label="Chat" class="relative flex h-full min-h-0 bg-surface">
      <div ref={(element) => (chatPart = element)} inert={covered()} class="flex min-w-0 grow basis-0 flex-col">
        <header class="flex h-13 shrink-0 items-center gap-2.5 border-b border-line pr-2 pl-4 max-md:pl-2">
          <Show when={props.fullScreen}>
            <button
              type="button"
              aria-label="Back"
              onClick={() => props.onClose()}
              class="grid size-10 place-items-center rounded-md text-ink-soft hover:bg-hover"
            >
              <ArrowLeft size={19} />
            </button>
          </Show>
          <Show when={title()?.other}>
            {(other) => <Avatar name={other().name} hue={other().hue} size={28} status={status()} visitor={other().kind === 'visitor'} />}
          </Show>
          <div class="min-w-0 grow">
            <Dynamic component={props.fullScreen ? 'h1' : 'h2'} class="truncate text-base leading-5 font-semibold text-ink">
              {title()?.name ?? 'Chat'}
            </Dynamic>
            <p class="truncate text-xs leading-4 text-ink-faint">{title()?.about}</p>
          </div>
          <Show when={!props.fullScreen}>
            <IconButton label="Close chat" onClick={() => props.onClose()}>
              <X size={16} />
            </IconButton>
          </Show>
        </header>
        <Show when={!props.fullScreen && hasTabs()}>
          <NearbyTabs {...props} />
        </Show>
        <Show when={summary()?.channel.id} keyed fallback={<NoChat />}>
          {(channelId) => (
            <Conversation
              channelId={channelId}
              autofocus={props.chosen && props.thread === null && !props.fullScreen}
              covered={covered()}
              openThread={props.thread}
              onOpenThread={openThread}
            />
          )}
        </Show>
      </div>
      <Show when={props.thread} keyed>
        {(threadRootId) => (
          <Show when={summary()?.channel}>
            {(channel) => (
              <div classList={{ 'absolute inset-0 z-20': !props.wide, 'min-w-0 grow basis-0 border-l border-line': props.wide }}>
                <ThreadPanel channel={channel()} threadRootId={threadRootId} onClose={props.onCloseThread} fullScreen={props.fullScreen} />
              </div>
            )}
          </Show>
        )}
      </Show>
    </section>
  )
}

/** The message in which an element stands. */
function rowAt(element: Element | null): MessageId | null {
  return (element?.closest<HTMLElement>('[data-message]')?.dataset.message ?? null) as MessageId | null
}

const tab =
  'flex h-7 min-w-0 items-center gap-1.5 rounded-md px-2.5 text-sm text-ink-soft hover:bg-hover aria-[current]:bg-press aria-[current]:font-medium aria-[current]:text-ink'

function NearbyTabs(props: ChatPanelProps) {
  const chat = useChat()
  return (
    <nav aria-label="Chats here" class="flex gap-1 border-b border-line px-3 py-1.5">
      <For each={props.nearby}>
        {(summary) => (
          <button
            type="button"
            aria-current={summary.channel.id === props.channelId ? 'true' : undefined}
            onClick={() => props.onSelect(summary.channel.id)}
            class={tab}
          >
            <span class="truncate">
              {summary.channel.kind === 'nearby' ? 'Nearby' : titleOf(chat.feed, summary.channel, chat.me()).name}
            </span>
            <UnreadBadge count={unreadOf(summary)} />
          </button>
        )}
      </For>
      <Show when={props.onOpenNearby}>
        {(open) => (
          <button type="button" onClick={() => open()()} class={tab}>
            Nearby
          </button>
        )}
      </Show>
    </nav>
  )
}

function NoChat() {
  return (
    <div class="grid grow place-items-center">
      <EmptyState title="This chat is not here" text="It may have been closed, or you may not read it. Choose another one." />
    </div>
  )
}
