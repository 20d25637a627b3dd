import type { PersonId, SpaceId } from '@atrium/shared/ids.ts'
import type { SlackStatusView } from '@atrium/shared/slack/views.ts'
import type { PresenceView, SpaceView } from '@atrium/shared/space/views.ts'
import type { Gestures } from '../gestures/create-gestures.ts'
import type { Size } from '../scene/camera.rules.ts'
import type { Palette } from '../scene/palette.ts'
import type { Interest } from '../scene/interest.ts'
import type { Positions } from '../scene/positions.ts'
import type { Speech } from '../scene/speech.ts'
import type { Walker } from '../scene/walker.ts'
import { createPicture } from './create-picture.ts'

/** What the picture is made of; read anew for every frame. */
export interface SceneSource {
  space(): SpaceView | undefined
  present(): readonly PresenceView[]
  me(): PersonId
  /** Who is pointed out: the picture goes to them. */
  located(): PersonId | null
  spaceName(id: SpaceId): string
  slackStatusesOf(personId: PersonId): readonly SlackStatusView[]
  palette(): Palette
  /** The person's own zoom, 1 being ours. */
  zoom(): number
  positions: Positions
  interest: Pick<Interest, 'see'>
  walker: Walker
  speech: Speech
  gestures: Gestures
  /** Whether this person wants things to move that need not. */
  lively(): boolean
}

/** A pause in drawing longer than this is no time that passed on the map, in ms. */
const PAUSE_MS = 250
const FRAME_MS = 16

/**
 * Draws while something moves and rests otherwise: a still office costs nothing, and a hidden tab gets no animation frames.
 * Call `wake` whenever something may look different.
 */
export function createRenderer(canvas: HTMLCanvasElement, source: SceneSource) {
  const context = canvas.getContext('2d')
  const picture = context && createPicture(context, source)
  let size: Size = { width: 0, height: 0 }
  let ratio = 1
  let frame = 0
  let lastMs = 0

  const wake = () => {
    if (frame === 0) frame = requestAnimationFrame(tick)
  }
  const tick = (nowMs: number) => {
    frame = 0
    if (document.hidden || !picture) return
    const elapsedMs = nowMs - lastMs > PAUSE_MS ? FRAME_MS : nowMs - lastMs
    lastMs = nowMs
    source.walker.step(elapsedMs, nowMs)
    const moving = picture.draw({ nowMs, elapsedMs, size, ratio })
    if (moving || source.walker.busy) wake()
  }
  return {
    wake,
    camera: () => picture?.camera() ?? null,
    resize(next: Size, pixelRatio: number) {
      size = next
      ratio = Math.min(pixelRatio, 2)
      canvas.width = Math.round(next.width * ratio)
      canvas.height = Math.round(next.height * ratio)
      // Without it the canvas would be blank until the next frame.
      picture?.draw({ nowMs: performance.now(), elapsedMs: 0, size, ratio })
      wake()
    },
    stop() {
      cancelAnimationFrame(frame)
      source.interest.see(null)
      // Never again: `wake` takes 0 for resting.
      frame = -1
    },
  }
}
export type Renderer = ReturnType<typeof createRenderer>
