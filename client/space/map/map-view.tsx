import { Minus, Plus } from 'lucide-solid'
import { createEffect, createSignal, lazy, on, onMount, Show, Suspense, type JSX } from 'solid-js'
import { unwrap } from 'solid-js/store'
import type { PersonId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import { createMediaQuery } from '../../ui/media-query.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { pagePart } from '../../ui/page-part.ts'
import { theme } from '../../ui/theme.ts'
import { useCurrentSpace } from '../current-space.tsx'
import { ReactionBar } from '../gestures/reaction-bar.tsx'
import { paletteFor } from '../scene/palette.ts'
import { createMapControl } from './create-map-control.ts'
import type { Hovered } from './create-pointing.ts'
import { HoverCard } from './hover-card.tsx'

const MapNotes = lazy(pagePart(() => import('./map-notes.tsx').then((module) => ({ default: module.MapNotes }))))
const PersonCard = lazy(pagePart(() => import('./person-card.tsx').then((module) => ({ default: module.PersonCard }))))

/** The floor with everybody on it. The list view says and does the same without it. */
export function MapView(props: { me: PersonId; onMessage: (personId: PersonId) => void; onNearbyChat: () => void }) {
  const current = useCurrentSpace()
  const [chosen, setChosen] = createSignal<Hovered | null>(null)
  const onPersonClick = (personId: PersonId, at: { x: number; y: number }) => {
    control.hover(null)
    setChosen({ personId, ...at })
  }
  const control = createMapControl(current, { me: () => props.me, onPersonClick })
  const still = createMediaQuery('(prefers-reduced-motion: reduce)')
  let canvas: HTMLCanvasElement | undefined
  const space = () => {
    const known = current.space()
    return known && unwrap(known)
  }
  onMount(() => {
    void PersonCard.preload()
    const { present, slackStatusesOf, positions, interest, walker, speech, gestures, portals } = current
    if (!canvas) return
    const palette = () => paletteFor(theme.dark())
    const moving = { positions, interest, walker, speech, gestures }
    const spaceName = (id: SpaceId) => portals.spaceName(id) ?? 'Another space'
    control.attach(canvas, {
      ...moving,
      space,
      present,
      slackStatusesOf,
      located: current.located,
      me: () => props.me,
      spaceName,
      palette,
      lively: () => !still(),
    })
    // Solid would listen passively, and the page would zoom.
    canvas.addEventListener('wheel', control.wheel, { passive: false })
  })
  // Whatever the picture shows besides positions.
  const slackRevs = (personId: PersonId) => current.slackStatusesOf(personId).map((status) => status.rev)
  const looks = () => JSON.stringify(current.present().map(({ person, rev }) => [person.id, rev, slackRevs(person.id)]))
  createEffect(on([looks, current.located, () => current.space()?.rev, theme.dark, control.zoomIndex], control.wake))
  const pixelOf = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const bounds = event.currentTarget.getBoundingClientRect()
    return { x: event.clientX - bounds.left, y: event.clientY - bounds.top }
  }
  const onPointerDown = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    if (event.button === 0) control.click(pixelOf(event))
  }
  const onPointerMove = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    if (event.pointerType === 'mouse') control.hover(pixelOf(event))
  }
  const presenceOf = (at: Hovered | null) => current.present().find(({ person }) => person.id === at?.personId)
  const closeCard = () => {
    setChosen(null)
    canvas?.focus()
  }
  const roomName = (roomId: RoomId | null) => current.space()?.rooms.find((room) => room.id === roomId)?.name
  return (
    <div class="relative h-full min-h-0 overflow-hidden">
      <canvas
        ref={(element) => (canvas = element)}
        tabindex="0"
        role="application"
        aria-roledescription="map"
        aria-label={`Map of ${current.space()?.name ?? 'the space'}. Arrow keys walk, 1 to 6 show a reaction. The list says the same in words.`}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerLeave={() => control.hover(null)}
        class="focus-inset block size-full touch-none"
        classList={{ 'cursor-pointer': control.hovered() !== null }}
      />
      <div class="absolute top-3 left-3 z-10 flex max-w-[min(24rem,calc(100%-1.5rem))] flex-col items-start gap-2">
        <Suspense>
          <MapNotes onNearbyChat={props.onNearbyChat} />
        </Suspense>
      </div>
      <Show when={chosen()} keyed>
        {(at) => (
          <Show when={presenceOf(at)}>
            {(presence) => (
              <Suspense>
                <PersonCard
                  presence={presence()}
                  roomName={roomName(presence().roomId)}
                  at={at}
                  within={{ width: canvas?.clientWidth ?? 0, height: canvas?.clientHeight ?? 0 }}
                  onMessage={() => props.onMessage(at.personId)}
                  onClose={closeCard}
                />
              </Suspense>
            )}
          </Show>
        )}
      </Show>
      <Show when={chosen() === null && control.hovered()}>
        {(at) => (
          <Show when={presenceOf(at())}>
            {(presence) => <HoverCard at={at()} presence={presence()} roomName={roomName(presence().roomId)} />}
          </Show>
        )}
      </Show>
      <div class="absolute right-3 bottom-3 flex flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-low">
        <ZoomButton label="Zoom in" disabled={!control.canZoomIn()} onClick={() => control.zoomBy(1)} icon={<Plus size={16} />} />
        <ZoomButton label="Zoom out" disabled={!control.canZoomOut()} onClick={() => control.zoomBy(-1)} icon={<Minus size={16} />} />
      </div>
      <div class="pointer-events-none absolute inset-x-0 bottom-3 mx-auto flex w-fit flex-col items-center gap-2">
        <Show when={!control.hinted()}>
          <WalkHint />
        </Show>
        <ReactionBar class="pointer-events-auto max-md:mr-12" />
      </div>
    </div>
  )
}

function WalkHint() {
  const touch = createMediaQuery('(pointer: coarse)')
  return (
    <p class="animate-fade-in flex w-fit items-center gap-1.5 rounded-full border border-line bg-raised px-3.5 py-1.5 text-sm text-ink-soft shadow-low">
      <Show when={!touch()} fallback="Tap to walk">
        Walk with <Kbd keys="W" /> <Kbd keys="A" /> <Kbd keys="S" /> <Kbd keys="D" />, arrows or a click
      </Show>
    </p>
  )
}

function ZoomButton(props: { label: string; disabled: boolean; onClick: () => void; icon: JSX.Element }) {
  return (
    <button
      type="button"
      aria-label={props.label}
      disabled={props.disabled}
      onClick={() => props.onClick()}
      class="focus-inset grid size-9 place-items-center text-ink-soft not-first:border-t not-first:border-line hover:bg-hover hover:text-ink disabled:opacity-40"
    >
      {props.icon}
    </button>
  )
}
