import { useLocation } from '@solidjs/router'
import { onCleanup, Show, Suspense, type JSX } from 'solid-js'
import { useChat } from '../chat/chat-context.tsx'
import { SearchDialog } from '../chat/search/search-dialog.tsx'
import { ConnectionNotice } from '../realtime/connection-notice.tsx'
import { useCurrentSpace } from '../space/current-space.tsx'
import { createMediaQuery, PHONE, WIDE } from '../ui/media-query.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { useChatLocation } from './chat-location-context.tsx'
import { createNearbyChannels } from './create-nearby-channels.ts'
import { DirectoryDialog } from './directory-dialog.tsx'
import { ChatPanel, TabBar } from './later-parts.tsx'
import { Sidebar } from './sidebar.tsx'

/** Sidebar, page and chat side by side; on a phone one at a time, with tabs at the bottom. */
export function Shell(props: { children: JSX.Element }) {
  const onPhone = createMediaQuery(PHONE)
  listenForSearch()
  return (
    <div class="flex h-full flex-col">
      <a
        href="#main"
        rel="external"
        onClick={(event) => {
          event.preventDefault()
          document.getElementById('main')?.focus()
        }}
        class="sr-only z-50 rounded-md bg-accent px-4 py-2 font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <ConnectionNotice />
      <Show when={!onPhone()} fallback={<PhoneShell>{props.children}</PhoneShell>}>
        <DeskShell>{props.children}</DeskShell>
      </Show>
      <SearchDialog />
      <DirectoryDialog />
    </div>
  )
}

/** Ctrl K, or ⌘ K, from anywhere. */
function listenForSearch(): void {
  const { search } = useChat()
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.isComposing) return
    event.preventDefault()
    search.open()
  }
  document.addEventListener('keydown', onKeyDown)
  onCleanup(() => document.removeEventListener('keydown', onKeyDown))
}

function createPanel() {
  const location = useLocation()
  const chatLocation = useChatLocation()
  const nearby = createNearbyChannels()
  const current = useCurrentSpace()
  const chat = useChat()
  const onOpenNearby = () => {
    const isOpened = nearby().some(({ channel }) => channel.kind === 'nearby')
    return current.together().length > 0 && !isOpened ? () => void chat.openNearbyChat() : null
  }
  const inSpace = () => location.pathname.startsWith('/spaces')
  const channelId = () => chatLocation.chosen() ?? (inSpace() ? (nearby()[0]?.channel.id ?? null) : null)
  const open = () => chatLocation.chosen() !== null || (inSpace() && !chatLocation.closed())
  return { chatLocation, nearby, onOpenNearby, channelId, open }
}

function Page(props: { children: JSX.Element }) {
  return (
    <main id="main" tabindex="-1" class="min-h-0 min-w-0 grow bg-backdrop outline-none">
      <Suspense fallback={<Skeleton lines={6} class="p-6" />}>{props.children}</Suspense>
    </main>
  )
}

function DeskShell(props: { children: JSX.Element }) {
  const panel = createPanel()
  const wide = createMediaQuery(WIDE)
  return (
    <div class="flex min-h-0 grow">
      <Sidebar />
      <Page>{props.children}</Page>
      <Show when={panel.open()}>
        <aside
          aria-label="Chat"
          class="shrink-0 border-l border-line"
          classList={{
            'w-[24rem] max-lg:w-[20rem]': !(wide() && panel.chatLocation.thread() !== null),
            'w-[46rem]': wide() && panel.chatLocation.thread() !== null,
          }}
        >
          <ChatPanel
            channelId={panel.channelId()}
            chosen={panel.chatLocation.chosen() !== null}
            nearby={panel.nearby()}
            onOpenNearby={panel.onOpenNearby()}
            onSelect={panel.chatLocation.open}
            onClose={panel.chatLocation.close}
            thread={panel.chatLocation.thread()}
            onCloseThread={panel.chatLocation.closeThread}
            wide={wide()}
            fullScreen={false}
          />
        </aside>
      </Show>
    </div>
  )
}

function PhoneShell(props: { children: JSX.Element }) {
  const panel = createPanel()
  return (
    <Show
      when={panel.chatLocation.chosen() === null}
      fallback={
        <main id="main" tabindex="-1" class="min-h-0 grow outline-none">
          <ChatPanel
            channelId={panel.channelId()}
            chosen={panel.chatLocation.chosen() !== null}
            nearby={panel.nearby()}
            onOpenNearby={panel.onOpenNearby()}
            onSelect={panel.chatLocation.open}
            onClose={panel.chatLocation.leave}
            thread={panel.chatLocation.thread()}
            onCloseThread={panel.chatLocation.closeThread}
            wide={false}
            fullScreen
          />
        </main>
      }
    >
      <Page>{props.children}</Page>
      <TabBar />
    </Show>
  )
}
