import { createSignal, onCleanup } from 'solid-js'
import type { PersonId } from '@atrium/shared/ids.ts'
import { readStored, writeStored } from '../../ui/stored.ts'
import type { CurrentSpace } from '../current-space.tsx'
import { toMap } from '../scene/camera.rules.ts'
import { createRenderer, type Renderer, type SceneSource } from './create-renderer.ts'
import { listenForWalking } from './walk-keys.ts'

const ZOOMS = [0.6, 0.8, 1, 1.25, 1.6]
const OURS = 2
/** How near to the middle of an avatar a click means the person, in map units. */
const HIT_UNITS = 20

/** Hands and eyes of the map: zoom, walking by keys and clicks, and when to draw. Lasts as long as its owner. */
export function createMapControl(current: CurrentSpace, options: { me: () => PersonId; onPersonClick: (personId: PersonId) => void }) {
  const [zoomIndex, setZoomIndex] = createSignal(storedZoom())
  const [hinted, setHinted] = createSignal(readStored('walked') !== null)
  let renderer: Renderer | undefined
  const wake = () => renderer?.wake()
  const walked = () => {
    if (!hinted()) writeStored('walked', 'yes')
    setHinted(true)
    wake()
  }
  const personAt = (point: { x: number; y: number }) => {
    const nowMs = performance.now()
    return current.present().find((presence) => {
      const at = current.positions.of(presence, nowMs)
      return presence.person.id !== options.me() && Math.hypot(at.x - point.x, at.y - point.y) < HIT_UNITS
    })
  }
  const attach = (canvas: HTMLCanvasElement, source: Omit<SceneSource, 'zoom'>) => {
    const made = createRenderer(canvas, { ...source, zoom: () => ZOOMS[zoomIndex()] ?? 1 })
    renderer = made
    const fit = () => made.resize({ width: canvas.clientWidth, height: canvas.clientHeight }, devicePixelRatio)
    const observer = new ResizeObserver(fit)
    observer.observe(canvas)
    // Names drawn before the typeface was there would keep another one.
    void document.fonts.ready.then(fit)
    document.addEventListener('visibilitychange', wake)
    const { walker } = current
    const stops = [
      current.positions.onMoved(wake),
      current.positions.onCorrection(wake),
      current.onWalk(wake),
      listenForWalking(canvas, {
        hold(direction) {
          walker.hold(direction)
          walked()
        },
        release: (direction) => walker.release(direction),
        releaseAll: () => walker.releaseAll(),
      }),
    ]
    onCleanup(() => {
      observer.disconnect()
      document.removeEventListener('visibilitychange', wake)
      stops.forEach((stop) => stop())
      made.stop()
    })
  }
  return {
    attach,
    wake,
    hinted,
    zoomIndex,
    canZoomIn: () => zoomIndex() < ZOOMS.length - 1,
    canZoomOut: () => zoomIndex() > 0,
    zoomBy(step: 1 | -1) {
      const next = Math.min(ZOOMS.length - 1, Math.max(0, zoomIndex() + step))
      writeStored('zoom', String(next))
      setZoomIndex(next)
    },
    click(pixel: { x: number; y: number }) {
      const camera = renderer?.camera()
      if (!camera) return
      const point = toMap(camera, pixel)
      const hit = personAt(point)
      if (hit) return options.onPersonClick(hit.person.id)
      current.walkTo(point)
      walked()
    },
  }
}

function storedZoom(): number {
  const stored = Number(readStored('zoom') ?? OURS)
  return ZOOMS[stored] === undefined ? OURS : stored
}
