import { useLocation, useNavigate } from '@solidjs/router'
import { createEffect, createSignal, getOwner, onCleanup, runWithOwner, Show, untrack, type JSX } from 'solid-js'
import { isPrivate } from '@atrium/shared/chat/private-channel.ts'
import { unreadOf } from '@atrium/shared/chat/unread.ts'
import { ChatProvider } from '../chat/chat-context.tsx'
import { createShownSpots } from '../chat/shown-spots.ts'
import { useMe, useSession } from '../identity/session.tsx'
import { ConnectionProvider } from '../realtime/connection-context.tsx'
import { createConnection } from '../realtime/connection.ts'
import { createFeed, FeedProvider } from '../realtime/feed.tsx'
import { createCurrentSpace, CurrentSpaceProvider } from '../space/current-space.tsx'
import { AnnouncerProvider, useAnnounce } from '../ui/announcer.tsx'
import { ToastProvider, useToasts } from '../ui/toast.tsx'
import { createChatLocation } from './chat-location.ts'
import type { ListenerParts } from './create-listeners.ts'
import { ChatLocationProvider } from './chat-location-context.tsx'
import { loadWorkspace } from './load-workspace.ts'
import { preloadPageOf, preloadPages } from './pages.ts'
import { Shell } from './shell.tsx'
import { firstSpaceOf } from './home-page.tsx'
import { pagePart } from '../ui/page-part.ts'
import { readStored } from '../ui/stored.ts'
import { Splash } from './splash.tsx'

/** Everything behind the door: one connection, one feed, and the pages around them. Another person makes another one. */
export function Workspace(props: { children: JSX.Element }) {
  const me = useMe()
  return (
    <AnnouncerProvider>
      <ToastProvider>
        <Show when={`${me().actor.personId} ${me().organization?.id}`} keyed>
          <Office>{props.children}</Office>
        </Show>
      </ToastProvider>
    </AnnouncerProvider>
  )
}

function Office(props: { children: JSX.Element }) {
  const session = useSession()
  const toasts = useToasts()
  const navigate = useNavigate()
  const me = useMe()
  const personId = untrack(() => me().actor.personId)
  const connection = createConnection({
    onSignedOut: () => {
      toasts.show('Your session has ended. Sign in again to go on.')
      void session.refresh().then(() => navigate('/'))
    },
  })
  const { feed, ready, trouble } = createFeed(connection, { me: personId, initial: (fresh) => loadWorkspace(fresh, me()) })
  const pageReady = createPageReady()
  const current = createCurrentSpace({ connection, feed, me: () => personId })
  const chatLocation = createChatLocation()
  const announce = useAnnounce()
  const shown = createShownSpots()
  listenOnceLoaded({ feed, me: personId, current, announce, toasts, shown, open: chatLocation.openSpot })
  // One is in the office at the inbox too.
  createEffect(() => {
    const first = ready() && current.spaceId() === null ? firstSpaceOf(feed, readStored('space')) : null
    if (first !== null) current.enter(first)
  })
  const title = () => feed.state.organization?.name ?? me().organization?.name ?? 'Atrium'
  createEffect(() => {
    const unread = Object.values(feed.state.channels).reduce(
      (sum, summary) => sum + (isPrivate(summary.channel) ? unreadOf(summary) : 0),
      0,
    )
    document.title = unread > 0 ? `(${unread}) ${title()}` : title()
  })
  onCleanup(() => (document.title = 'Atrium'))
  onCleanup(preloadPages())
  const organizationId = () => feed.state.organization?.id ?? me().organization!.id
  const place = () => ({ spaceId: current.spaceId(), roomId: current.own()?.roomId ?? null })
  return (
    <ConnectionProvider connection={connection}>
      <FeedProvider feed={feed}>
        <CurrentSpaceProvider value={current}>
          <ChatLocationProvider value={chatLocation}>
            <ChatProvider
              parts={{
                connection,
                feed,
                me: () => personId,
                organizationId,
                place,
                shown,
                openChannel: chatLocation.open,
                openThread: chatLocation.openThread,
                openMessage: chatLocation.openMessage,
                target: chatLocation.target,
                reached: chatLocation.reached,
              }}
            >
              <Show when={ready() && pageReady()} fallback={<Splash text={trouble() ?? undefined} />}>
                <Shell>{props.children}</Shell>
              </Show>
            </ChatProvider>
          </ChatLocationProvider>
        </CurrentSpaceProvider>
      </FeedProvider>
    </ConnectionProvider>
  )
}

const loadListeners = pagePart(() => import('./create-listeners.ts'))

/** Nothing of it is needed before somebody comes or writes. */
function listenOnceLoaded(parts: ListenerParts): void {
  const owner = getOwner()
  let isOver = false
  onCleanup(() => (isOver = true))
  void loadListeners().then(({ createListeners }) => {
    if (!isOver) runWithOwner(owner, () => createListeners(parts))
  })
}

/** True once the first page's code is here, or could not be fetched: then the page itself says so. */
function createPageReady(): () => boolean {
  const [isReady, setReady] = createSignal(false)
  const { pathname } = useLocation()
  void preloadPageOf(pathname).then(
    () => setReady(true),
    () => setReady(true),
  )
  return isReady
}
