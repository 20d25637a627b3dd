import { useLocation, useNavigate, useSearchParams } from '@solidjs/router'
import { createSignal } from 'solid-js'
import type { ChannelId, MessageId } from '@atrium/shared/ids.ts'
import { readStored, writeStored } from '../ui/stored.ts'

/**
 * Which chat stands beside the page, as `?chat=` in the address, and which of its threads, as `&thread=`: they survive a reload, and on
 * a phone Back closes them. Without one a space shows its own chat, unless the person closed it.
 */
export function createChatLocation() {
  const [search, setSearch] = useSearchParams<{ chat?: string; thread?: string }>()
  const location = useLocation()
  const navigate = useNavigate()
  const [closed, setClosed] = createSignal(readStored('chat-closed') === 'yes')
  const remember = (next: boolean) => {
    writeStored('chat-closed', next ? 'yes' : null)
    setClosed(next)
  }
  const close = () => {
    if (location.pathname.startsWith('/spaces')) remember(true)
    if (chosen() !== null) setSearch({ chat: null, thread: null }, { replace: true })
  }
  const inSettings = () => location.pathname.startsWith('/settings')
  const chosen = () => (search.chat ?? null) as ChannelId | null
  const thread = () => (search.thread ?? null) as MessageId | null
  const open = (channelId: ChannelId) => {
    remember(false)
    // Settings are no place to talk: the chat opens over the list of chats.
    if (inSettings()) navigate(`/chats?chat=${channelId}`)
    else setSearch({ chat: channelId, thread: null }, { replace: chosen() !== null })
  }
  const openThread = (channelId: ChannelId, threadRootId: MessageId) => {
    remember(false)
    if (inSettings()) navigate(`/chats?chat=${channelId}&thread=${threadRootId}`)
    else setSearch({ chat: channelId, thread: threadRootId }, { replace: thread() !== null })
  }
  return {
    chosen,
    /** The message that the open thread began with. */
    thread,
    /** The panel beside a space is put away. */
    closed,
    open,
    openThread,
    /** A chat, or the thread in it. */
    openSpot: ({ channelId, threadRootId }: { channelId: ChannelId; threadRootId: MessageId | null }) =>
      threadRootId === null ? open(channelId) : openThread(channelId, threadRootId),
    closeThread: () => setSearch({ thread: null }, { replace: true }),
    close,
    /** Back to the page, without putting the panel away: the phone's Back. */
    leave: () => setSearch({ chat: null, thread: null }, { replace: true }),
    toggle() {
      if (closed()) remember(false)
      else close()
    },
  }
}
export type ChatLocation = ReturnType<typeof createChatLocation>
