import { useLocation, useNavigate, useSearchParams } from '@solidjs/router'
import { createSignal } from 'solid-js'
import type { ChannelId } from '@atrium/shared/ids.ts'
import { readStored, writeStored } from '../ui/stored.ts'

/**
 * Which chat stands beside the page, as `?chat=` in the address: it survives a reload, and on a phone Back closes it.
 * Without one a space shows its own chat, unless the person closed it.
 */
export function createChatLocation() {
  const [search, setSearch] = useSearchParams<{ chat?: string }>()
  const location = useLocation()
  const navigate = useNavigate()
  const [closed, setClosed] = createSignal(readStored('chat-closed') === 'yes')
  const remember = (next: boolean) => {
    writeStored('chat-closed', next ? 'yes' : null)
    setClosed(next)
  }
  const close = () => {
    if (location.pathname.startsWith('/spaces')) remember(true)
    if (chosen() !== null) setSearch({ chat: null }, { replace: true })
  }
  const chosen = () => (search.chat ?? null) as ChannelId | null
  return {
    chosen,
    /** The panel beside a space is put away. */
    closed,
    open(channelId: ChannelId) {
      remember(false)
      const settings = location.pathname.startsWith('/settings')
      // Settings are no place to talk: the chat opens over the list of chats.
      if (settings) navigate(`/chats?chat=${channelId}`)
      else setSearch({ chat: channelId }, { replace: chosen() !== null })
    },
    close,
    /** Back to the page, without putting the panel away: the phone's Back. */
    leave: () => setSearch({ chat: null }, { replace: true }),
    toggle() {
      if (closed()) remember(false)
      else close()
    },
  }
}
export type ChatLocation = ReturnType<typeof createChatLocation>
