import { createEffect, createSignal, lazy, on, onMount, Show, Suspense } from 'solid-js'
import { unwrap } from 'solid-js/store'
import type { PersonId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import { createMediaQuery } from '../../ui/media-query.ts'
import { pagePart } from '../../ui/page-part.ts'
import { theme } from '../../ui/theme.ts'
import { useCurrentSpace } from '../current-space.tsx'
import { paletteFor } from '../scene/palette.ts'
import { createMapControl } from './create-map-control.ts'
import type { Hovered } from './create-pointing.ts'

const MapNotes = lazy(pagePart(() => import('./map-notes.tsx').then((module) => ({ default: module.MapNotes }))))
const MapTools = lazy(pagePart(() => import('./map-tools.tsx').then((module) => ({ default: module.MapTools }))))
const HoverCard = lazy(pagePart(() => import('./hover-card.tsx').then((module) => ({ default: module.HoverCard }))))
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
    void HoverCard.preload()
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
            {(presence) => (
              <Suspense>
                <HoverCard at={at()} presence={presence()} roomName={roomName(presence().roomId)} />
              </Suspense>
            )}
          </Show>
        )}
      </Show>
      <Suspense>
        <MapTools control={control} />
      </Suspense>
    </div>
  )
}
