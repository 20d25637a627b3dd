import { List, Map as MapIcon, MessageSquare, PencilRuler } from 'lucide-solid'
import { createEffect, createSignal, lazy, on, onCleanup, onMount, Show, Suspense, type JSX } from 'solid-js'
import type { PersonId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { createMediaQuery, PHONE } from '../ui/media-query.ts'
import { pagePart } from '../ui/page-part.ts'
import { readStored, writeStored } from '../ui/stored.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { useCurrentSpace } from './current-space.tsx'
import { MapView } from './map/map-view.tsx'

const SpaceBars = lazy(pagePart(() => import('./space-bars.tsx').then((module) => ({ default: module.SpaceBars }))))
const ListView = lazy(pagePart(() => import('./people/list-view.tsx').then((module) => ({ default: module.ListView }))))

export interface SpacePageProps {
  spaceId: SpaceId
  me: PersonId
  /** Between the bar and the space. */
  top: JSX.Element
  chatOpen: boolean
  onToggleChat: () => void
  onMessage: (personId: PersonId) => void
  onNearbyChat: () => void
  /** Through a portal, to another space. */
  onWentThrough: (to: SpaceId) => void
  mayEdit: boolean
  onLock: (roomId: RoomId, locked: boolean) => void
}

export function SpacePage(props: SpacePageProps) {
  const current = useCurrentSpace()
  const onPhone = createMediaQuery(PHONE)
  const [chosen, setChosen] = createSignal(readStored('view'))
  const view = () => chosen() ?? (onPhone() ? 'list' : 'map')
  const choose = (next: 'map' | 'list') => {
    writeStored('view', next)
    setChosen(next)
  }
  createEffect(on(() => props.spaceId, current.enter))
  // The other way to see the same: a phone begins with it, and whoever changes to it does not wait.
  onMount(() => void ListView.preload())
  onCleanup(current.portals.onWentThrough((to) => props.onWentThrough(to)))
  const roomName = () => current.space()?.rooms.find((room) => room.id === current.own()?.roomId)?.name
  const about = () => `${current.present().length} here${roomName() ? ` · you are in ${roomName()}` : ''}`
  return (
    <div class="flex h-full min-h-0 flex-col">
      <header class="flex h-13 shrink-0 items-center gap-3 border-b border-line bg-surface px-4">
        <div class="min-w-0 grow">
          <h1 class="truncate text-base leading-5 font-semibold text-ink">{current.space()?.name ?? 'Space'}</h1>
          <p class="truncate text-xs leading-4 text-ink-faint">{about()}</p>
        </div>
        <Show when={props.mayEdit}>
          <a
            href={`/spaces/${props.spaceId}/edit`}
            aria-label="Edit the map"
            title="Edit the map"
            class="grid size-8 shrink-0 place-items-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
          >
            <PencilRuler size={16} aria-hidden="true" />
          </a>
        </Show>
        <div role="group" aria-label="View" class="flex rounded-lg bg-hover p-0.5">
          <ViewButton label="Map" pressed={view() === 'map'} onClick={() => choose('map')} icon={<MapIcon size={14} />} />
          <ViewButton label="List" pressed={view() === 'list'} onClick={() => choose('list')} icon={<List size={14} />} />
        </div>
        <div class="max-md:hidden">
          <IconButton label={props.chatOpen ? 'Hide chat' : 'Show chat'} onClick={() => props.onToggleChat()}>
            <MessageSquare size={16} />
          </IconButton>
        </div>
      </header>
      {props.top}
      <Suspense>
        <SpaceBars />
      </Suspense>
      <div class="min-h-0 grow" aria-busy={current.space() === undefined}>
        <Show when={!current.trouble()} fallback={<EmptyState title="You are not in this space" text={current.trouble()} />}>
          <Show when={current.space()} fallback={<Skeleton lines={6} withAvatar class="p-6" />}>
            <Show
              when={view() === 'map'}
              fallback={
                <Suspense fallback={<Skeleton lines={6} withAvatar class="p-6" />}>
                  <ListView me={props.me} onMessage={props.onMessage} onNearbyChat={props.onNearbyChat} onLock={props.onLock} />
                </Suspense>
              }
            >
              <MapView me={props.me} onMessage={props.onMessage} onNearbyChat={props.onNearbyChat} />
            </Show>
          </Show>
        </Show>
      </div>
    </div>
  )
}

function ViewButton(props: { label: string; pressed: boolean; onClick: () => void; icon: JSX.Element }) {
  return (
    <button
      type="button"
      aria-pressed={props.pressed}
      onClick={() => props.onClick()}
      class="flex h-7 items-center gap-1.5 rounded-md px-2.5 text-sm font-medium text-ink-soft hover:text-ink aria-pressed:bg-surface aria-pressed:text-ink aria-pressed:shadow-low max-md:h-8"
    >
      {props.icon}
      {props.label}
    </button>
  )
}
