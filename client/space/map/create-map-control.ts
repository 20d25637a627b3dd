import { createSignal, onCleanup } from 'solid-js'
import type { PersonId } from '@atrium/shared/ids.ts'
import { readStored, writeStored } from '../../ui/stored.ts'
import type { CurrentSpace } from '../current-space.tsx'
import { listenForReactions } from '../gestures/reaction-keys.ts'
import { toMap } from '../scene/camera.rules.ts'
import { createPointing } from './create-pointing.ts'
import { createRenderer, type Renderer, type SceneSource } from './create-renderer.ts'
import { listenForWalking } from './walk-keys.ts'

const ZOOMS = [0.6, 0.8, 1, 1.25, 1.6]
const OURS = 2

/** How far a wheel turns for one step of the zoom. */
const WHEEL_PX = 80

export type MapControl = ReturnType<typeof createMapControl>

/** Hands and eyes of the map: zoom, walking by keys and clicks, and when to draw. Lasts as long as its owner. */
export function createMapControl(
  current: CurrentSpace,
  options: { me: () => PersonId; onPersonClick: (personId: PersonId, at: { x: number; y: number }) => void },
) {
  const [zoomIndex, setZoomIndex] = createSignal(storedZoom())
  const [hinted, setHinted] = createSignal(readStored('walked') !== null)
  let renderer: Renderer | undefined
  const wake = () => renderer?.wake()
  const walked = () => {
    if (!hinted()) writeStored('walked', 'yes')
    setHinted(true)
    wake()
  }
  const pointing = createPointing(current, { me: options.me, camera: () => renderer?.camera() ?? null })
  const attach = (canvas: HTMLCanvasElement, source: Omit<SceneSource, 'zoom'>) => {
    const made = createRenderer(canvas, { ...source, zoom: () => ZOOMS[zoomIndex()] ?? 1 })
    renderer = made
    const fit = () => made.resize({ width: canvas.clientWidth, height: canvas.clientHeight }, devicePixelRatio)
    const observer = new ResizeObserver(fit)
    observer.observe(canvas)
    // Names drawn before the typeface was there would keep another one.
    void document.fonts.ready.then(fit)
    const onVisibility = () => (document.hidden ? current.interest.see(null) : wake())
    document.addEventListener('visibilitychange', onVisibility)
    const { walker, speech, gestures, following } = current
    const stops = [
      current.positions.onMoved(wake),
      current.positions.onCorrection(wake),
      current.onWalk(wake),
      speech.onChanged(wake),
      gestures.onChanged(wake),
      listenForReactions(canvas, gestures.react),
      listenForWalking(canvas, {
        hold(direction) {
          following.stop()
          walker.hold(direction)
          walked()
        },
        release: (direction) => walker.release(direction),
        releaseAll: () => walker.releaseAll(),
      }),
    ]
    onCleanup(() => {
      observer.disconnect()
      document.removeEventListener('visibilitychange', onVisibility)
      stops.forEach((stop) => stop())
      made.stop()
    })
  }
  const zoomBy = (step: 1 | -1) => {
    const next = Math.min(ZOOMS.length - 1, Math.max(0, zoomIndex() + step))
    writeStored('zoom', String(next))
    setZoomIndex(next)
    pointing.hover(null)
  }
  return {
    attach,
    wake,
    hinted,
    zoomIndex,
    canZoomIn: () => zoomIndex() < ZOOMS.length - 1,
    canZoomOut: () => zoomIndex() > 0,
    zoomBy,
    wheel: createWheel(zoomBy),
    hovered: pointing.hovered,
    hover: pointing.hover,
    click(pixel: { x: number; y: number }) {
      const camera = renderer?.camera()
      if (!camera) return
      const point = toMap(camera, pixel)
      const hit = pointing.personAt(point)
      if (hit) return options.onPersonClick(hit.person.id, pixel)
      current.walkTo(point)
      walked()
    },
  }
}

/** A wheel or two fingers zoom by steps. */
function createWheel(zoomBy: (step: 1 | -1) => void) {
  let turned = 0
  return (event: WheelEvent) => {
    event.preventDefault()
    turned += event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1) * (event.ctrlKey ? 6 : 1)
    if (Math.abs(turned) < WHEEL_PX) return
    zoomBy(turned < 0 ? 1 : -1)
    turned = 0
  }
}

function storedZoom(): number {
  const stored = Number(readStored('zoom') ?? OURS)
  return ZOOMS[stored] === undefined ? OURS : stored
}
