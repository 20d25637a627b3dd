import { Minus, Plus } from 'lucide-solid'
import { createEffect, createSignal, on, onCleanup, onMount, Show, type JSX } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { createMediaQuery } from '../../ui/media-query.ts'
import { theme } from '../../ui/theme.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { readStored, writeStored } from '../../ui/stored.ts'
import { useCurrentSpace } from '../current-space.tsx'
import { toMap } from '../scene/camera.rules.ts'
import { paletteFor } from '../scene/palette.ts'
import { createRenderer, type Renderer } from './create-renderer.ts'
import { listenForWalking } from './walk-keys.ts'
import type { PersonId } from '@atrium/shared/ids.ts'

const ZOOMS = [0.6, 0.8, 1, 1.25, 1.6]

/** The floor with everybody on it. The list view says and does the same without it. */
export function MapView(props: { me: PersonId; onPersonClick: (personId: PersonId) => void }) {
  const current = useCurrentSpace()
  const [zoomIndex, setZoomIndex] = createSignal(storedZoom())
  const [hinted, setHinted] = createSignal(readStored('walked') !== null)
  const touch = createMediaQuery('(pointer: coarse)')
  let canvas!: HTMLCanvasElement
  let renderer: Renderer | undefined
  const wake = () => renderer?.wake()

  const walked = () => {
    if (!hinted()) writeStored('walked', 'yes')
    setHinted(true)
    wake()
  }
  const zoomBy = (step: number) => {
    const next = Math.min(ZOOMS.length - 1, Math.max(0, zoomIndex() + step))
    writeStored('zoom', String(next))
    setZoomIndex(next)
  }
  const onPointerDown = (event: PointerEvent) => {
    const camera = renderer?.camera()
    if (!camera || event.button !== 0) return
    const bounds = canvas.getBoundingClientRect()
    const point = toMap(camera, { x: event.clientX - bounds.left, y: event.clientY - bounds.top })
    const nowMs = performance.now()
    const hit = current.present().find((presence) => {
      const at = current.positions.of(presence, nowMs)
      return presence.person.id !== props.me && Math.hypot(at.x - point.x, at.y - point.y) < 20
    })
    if (hit) return props.onPersonClick(hit.person.id)
    current.walkTo(point)
    walked()
  }
  onMount(() => {
    renderer = createRenderer(canvas, {
      space: () => {
        const space = current.space()
        return space && unwrap(space)
      },
      present: current.present,
      me: () => props.me,
      palette: () => paletteFor(theme.dark()),
      zoom: () => ZOOMS[zoomIndex()] ?? 1,
      positions: current.positions,
      walker: current.walker,
    })
    const observer = new ResizeObserver(() => renderer?.resize({ width: canvas.clientWidth, height: canvas.clientHeight }, devicePixelRatio))
    observer.observe(canvas)
    const hold = (direction: Parameters<typeof current.walker.hold>[0]) => {
      current.walker.hold(direction)
      walked()
    }
    const { walker } = current
    const stops = [
      current.positions.onMoved(wake),
      current.positions.onCorrection(wake),
      current.onWalk(wake),
      listenForWalking(canvas, { hold, release: (direction) => walker.release(direction), releaseAll: () => walker.releaseAll() }),
    ]
    document.addEventListener('visibilitychange', wake)
    void document.fonts.ready.then(() => renderer?.resize({ width: canvas.clientWidth, height: canvas.clientHeight }, devicePixelRatio))
    onCleanup(() => {
      observer.disconnect()
      document.removeEventListener('visibilitychange', wake)
      stops.forEach((stop) => stop())
      renderer?.stop()
    })
  })
  // Whatever the picture shows besides positions.
  createEffect(on([() => current.present().map((presence) => `${presence.person.id}${presence.rev}`).join(), () => current.space()?.rev, theme.dark, zoomIndex], wake))

  return (
    <div class="relative h-full min-h-0 overflow-hidden">
      <canvas
        ref={canvas}
        tabindex="0"
        role="application"
        aria-roledescription="map"
        aria-label={`Map of ${current.space()?.name ?? 'the space'}. Arrow keys walk. The list says the same in words.`}
        onPointerDown={onPointerDown}
        class="focus-inset block size-full touch-none"
      />
      <div class="absolute right-3 bottom-3 flex flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-low">
        <ZoomButton label="Zoom in" disabled={zoomIndex() === ZOOMS.length - 1} onClick={() => zoomBy(1)} icon={<Plus size={16} />} />
        <ZoomButton label="Zoom out" disabled={zoomIndex() === 0} onClick={() => zoomBy(-1)} icon={<Minus size={16} />} />
      </div>
      <Show when={!hinted()}>
        <p class="animate-fade-in pointer-events-none absolute inset-x-0 bottom-4 mx-auto flex w-fit items-center gap-1.5 rounded-full border border-line bg-raised px-3.5 py-1.5 text-sm text-ink-soft shadow-low">
          <Show when={!touch()} fallback="Tap to walk">
            Walk with <Kbd keys="W" /> <Kbd keys="A" /> <Kbd keys="S" /> <Kbd keys="D" />, arrows or a click
          </Show>
        </p>
      </Show>
    </div>
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

function storedZoom(): number {
  const stored = Number(readStored('zoom') ?? '2')
  return ZOOMS[stored] === undefined ? 2 : stored
}
