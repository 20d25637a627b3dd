import { MessagesSquare, Search } from 'lucide-solid'
import { Show } from 'solid-js'
import { useChat } from '../chat/chat-context.tsx'
import { ChannelList } from '../chat/channel-list.tsx'
import { privateChats } from '../chat/sort-channels.rules.ts'
import { useFeed } from '../realtime/feed.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { useChatLocation } from './chat-location-context.tsx'
import { createNearbyChannels } from './create-nearby-channels.ts'
import { PageHeader } from './page-header.tsx'

/** Every chat in one list: the phone's way to them. */
export function ChatsPage() {
  const feed = useFeed()
  const chat = useChat()
  const chatLocation = useChatLocation()
  const nearby = createNearbyChannels()
  const mentions = () => privateChats(Object.values(feed.state.channels))
  return (
    <div class="flex h-full min-h-0 flex-col">
      <PageHeader title="Chats">
        <IconButton label="Search" onClick={() => chat.search.open()}>
          <Search size={17} />
        </IconButton>
      </PageHeader>
      <div class="min-h-0 grow overflow-y-auto p-2">
        <ChannelList label="Chats here" channels={nearby()} current={chatLocation.chosen()} onSelect={chatLocation.open} />
        <h2 class="px-3 pt-4 pb-1 text-xs font-medium text-ink-faint">With certain people</h2>
        <ChannelList label="Chats with certain people" channels={mentions()} current={chatLocation.chosen()} onSelect={chatLocation.open} />
        <Show when={mentions().length === 0}>
          <EmptyState
            icon={<MessagesSquare size={20} />}
            title="No chats yet"
            text="Mention someone with @ in any chat, or choose them under People."
          />
        </Show>
      </div>
    </div>
  )
}
