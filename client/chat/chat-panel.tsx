import { ArrowLeft, X } from 'lucide-solid'
import { For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { unreadOf } from '@atrium/shared/chat/unread.ts'
import type { ChannelSummary } from '@atrium/shared/chat/views.ts'
import type { ChannelId } from '@atrium/shared/ids.ts'
import { Avatar } from '../ui/avatar.tsx'
import { UnreadBadge } from '../ui/badge.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { titleOf } from './channel-title.ts'
import { useChat } from './chat-context.tsx'
import { Conversation } from './conversation.tsx'

export interface ChatPanelProps {
  channelId: ChannelId | null
  /** The person opened this very chat: they want to write. Otherwise the keys stay with the map. */
  chosen: boolean
  /** The channels of where one stands: offered as tabs. */
  nearby: ChannelSummary[]
  onSelect: (channelId: ChannelId) => void
  onClose: () => void
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
  return (
    <section aria-label="Chat" class="flex h-full min-h-0 flex-col bg-surface">
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
      <Show when={!props.fullScreen && (props.nearby.length > 1 || (props.nearby.length === 1 && summary()?.channel.kind === 'mention'))}>
        <NearbyTabs {...props} />
      </Show>
      <Show when={summary()?.channel.id} keyed fallback={<NoChat />}>
        {(channelId) => <Conversation channelId={channelId} autofocus={props.chosen && !props.fullScreen} />}
      </Show>
    </section>
  )
}

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
            class="flex h-7 min-w-0 items-center gap-1.5 rounded-md px-2.5 text-sm text-ink-soft hover:bg-hover aria-[current]:bg-press aria-[current]:font-medium aria-[current]:text-ink"
          >
            <span class="truncate">{titleOf(chat.feed, summary.channel, chat.me()).name}</span>
            <UnreadBadge count={unreadOf(summary)} />
          </button>
        )}
      </For>
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
