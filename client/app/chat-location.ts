import { useLocation, useNavigate, useSearchParams } from '@solidjs/router'
import { createSignal } from 'solid-js'
import type { ChannelId, MessageId } from '@atrium/shared/ids.ts'
import { readStored, writeStored } from '../ui/stored.ts'

/**
 * Which chat stands beside the page, as `?chat=` in the address, and which of its threads, as `&thread=`: they survive a reload, and on
 * a phone Back closes them. `&message=` leads to one message and goes once it is reached. Without a chat a space shows its own chat, unless the person closed it.
 */
export function createChatLocation() {
  const [search, setSearch] = useSearchParams<{ chat?: string; thread?: string; message?: string }>()
  const location = useLocation()
  const navigate = useNavigate()
  const [closed, setClosed] = createSignal(readStored('chat-closed') === 'yes')
  const remember = (next: boolean) => {
    writeStored('chat-closed', next ? 'yes' : null)
    setClosed(next)
  }
  const close = () => {
    if (location.pathname.startsWith('/spaces')) remember(true)
    if (chosen() !== null) setSearch({ chat: null, thread: null, message: null }, { replace: true })
  }
  const inSettings = () => location.pathname.startsWith('/settings')
  const chosen = () => (search.chat ?? null) as ChannelId | null
  const thread = () => (search.thread ?? null) as MessageId | null
  const show = (place: { chat: ChannelId; thread: MessageId | null; message: MessageId | null }, replace: boolean) => {
    remember(false)
    if (!inSettings()) return setSearch(place, { replace })
    // Settings are no place to talk: the chat opens over the list of chats.
    const named = Object.entries(place).flatMap(([name, id]) => (id === null ? [] : [`${name}=${id}`]))
    navigate(`/chats?${named.join('&')}`)
  }
  const open = (channelId: ChannelId) => show({ chat: channelId, thread: null, message: null }, chosen() !== null)
  const openThread = (channelId: ChannelId, threadRootId: MessageId) =>
    show({ chat: channelId, thread: threadRootId, message: null }, thread() !== null)
  return {
    chosen,
    /** The message that the way leads to. */
    target: () => (search.message ?? null) as MessageId | null,
    /** The message that the open thread began with. */
    thread,
    /** The panel beside a space is put away. */
    closed,
    open,
    openThread,
    /** A chat, or the thread in it. */
    openSpot: ({ channelId, threadRootId }: { channelId: ChannelId; threadRootId: MessageId | null }) =>
      threadRootId === null ? open(channelId) : openThread(channelId, threadRootId),
    /** Leads to a message in its chat, or in its thread. */
    openMessage: ({ channelId, threadRootId, messageId }: { channelId: ChannelId; threadRootId: MessageId | null; messageId: MessageId }) =>
      show({ chat: channelId, thread: threadRootId, message: messageId }, chosen() !== null),
    reached: () => setSearch({ message: null }, { replace: true }),
    closeThread: () => setSearch({ thread: null, message: null }, { replace: true }),
    close,
    /** Back to the page, without putting the panel away: the phone's Back. */
    leave: () => setSearch({ chat: null, thread: null, message: null }, { replace: true }),
    toggle() {
      if (closed()) remember(false)
      else close()
    },
  }
}
export type ChatLocation = ReturnType<typeof createChatLocation>
