import type { Rectangle, SpaceView } from '@atrium/shared/space/views.ts'
import { cameraFor, glide, zoomFor, type Camera, type Size } from '../scene/camera.rules.ts'
import { createBodyPainter, type AvatarLook } from '../scene/draw-avatar.ts'
import { createBubblePainter } from '../scene/draw-bubble.ts'
import { drawFloor, type Floor } from '../scene/draw-floor.ts'
import { createGesturePainter, isGesturing } from '../scene/draw-gesture.ts'
import { drawGroups } from '../scene/draw-group.ts'
import { createLabelPainter } from '../scene/draw-label.ts'
import { slackLabel } from '../status/slack-status.rules.ts'
import { statusWords } from '../status/status-words.rules.ts'
import type { Palette } from '../scene/palette.ts'
import type { Walker } from '../scene/walker.ts'
import type { SceneSource } from './create-renderer.ts'
import { createPlacement, type PlacedPerson } from './place-people.ts'

interface Moment {
  nowMs: number
  elapsedMs: number
  size: Size
  /** Device pixels per CSS pixel. */
  ratio: number
}
interface Painters {
  body: ReturnType<typeof createBodyPainter>
  label: ReturnType<typeof createLabelPainter>
  bubble: ReturnType<typeof createBubblePainter>
  gesture: ReturnType<typeof createGesturePainter>
}

/** A step takes this long, in ms, and lifts this far, in map units. */
const STEP_MS = 300
const STEP_UNITS = 3
/** So far around the screen people are known, in map units: who comes in is there before they are seen. */
const AROUND = 160

/** One frame after the other of the floor and who is on it; keeps what need not be drawn anew. */
export function createPicture(context: CanvasRenderingContext2D, source: SceneSource) {
  let camera: Camera | null = null
  const floorOf = createFloorCache()
  const paintersOf = createPainterCache()
  const place = createPlacement(source)

  /** @returns whether the next frame would look different. */
  const draw = ({ nowMs, elapsedMs, size, ratio }: Moment): boolean => {
    const space = source.space()
    if (!space || size.width === 0) return false
    const palette = source.palette()
    const zoom = zoomFor(size, space.map, source.zoom())
    const people = place(nowMs)
    const located = people.find(({ presence }) => presence.person.id === source.located())
    const goal = cameraFor(located?.place ?? source.walker.position, size, { ...space.map, zoom })
    camera = camera === null || !source.lively() ? goal : glide(camera, goal, elapsedMs)
    source.interest.see(document.hidden ? null : seenThrough(goal, size))
    const scale = camera.zoom * ratio
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.fillStyle = palette.ground
    context.fillRect(0, 0, size.width * ratio, size.height * ratio)
    context.setTransform(scale, 0, 0, scale, -camera.x * scale, -camera.y * scale)
    // Drawn for where the camera is going, so that nothing is drawn anew on the way.
    const view = { scale: zoom * ratio, zoom }
    const { picture, origin } = floorOf(space, palette, { ...view, spaceName: source.spaceName })
    context.drawImage(picture, origin, origin, space.map.width - 2 * origin, space.map.height - 2 * origin)
    drawGoal(context, source.walker, palette)
    const seen = people.filter((person) => isVisible(person.place, camera!, size))
    drawGroups(context, people, palette)
    if (located) drawLocated(context, located.place, palette)
    const speaks = drawPeople(context, seen, { painters: paintersOf(palette, view), source, nowMs })
    return camera !== goal || speaks || people.some((person) => person.place.moving || person.grown < 1)
  }
  return { draw, camera: () => camera }
}

/** Names lie on bodies, and what is said and shown on everything. @returns whether that is just coming or going. */
function drawPeople(
  context: CanvasRenderingContext2D,
  people: PlacedPerson[],
  { painters, source, nowMs }: { painters: Painters; source: SceneSource; nowMs: number },
): boolean {
  const nowEpochMs = Date.now()
  const lookOf = ({ presence, mine }: PlacedPerson): AvatarLook => {
    const { person, status } = presence
    const statusText = statusWords(presence) || slackLabel(source.slackStatusesOf(person.id), nowEpochMs)
    return { person, status, statusText, mine }
  }
  for (const one of people) {
    const { place, grown } = one
    const lift = place.moving && source.lively() ? Math.abs(Math.sin((nowMs / STEP_MS) * Math.PI)) * STEP_UNITS : 0
    painters.body(context, lookOf(one), { ...place, lift, grown })
  }
  for (const one of people) painters.label(context, lookOf(one), { ...one.place, grown: one.grown })
  let isFading = false
  const lively = source.lively()
  for (const { presence, place } of people) {
    const said = source.speech.of(presence.person.id, nowMs)
    if (said) painters.bubble(context, said.text, { ...place, shown: lively ? said.shown : 1 })
    isFading ||= said !== null && said.shown < 1
    const gesture = source.gestures.of(presence.person.id, nowMs)
    if (gesture) painters.gesture(context, gesture, { ...place, speaks: said !== null, lively })
    isFading ||= gesture !== null && isGesturing(gesture)
  }
  return isFading
}

function createFloorCache() {
  let floor: (Floor & { of: SpaceView; rev: number; palette: Palette; wanted: number }) | null = null
  return (space: SpaceView, palette: Palette, view: Parameters<typeof drawFloor>[2]): Floor => {
    const fits = floor?.of === space && floor.rev === space.rev && floor.palette === palette && floor.wanted === view.scale
    if (!floor || !fits) floor = { ...drawFloor(space, palette, view), of: space, rev: space.rev, palette, wanted: view.scale }
    return floor
  }
}

function createPainterCache() {
  let painters: (Painters & { palette: Palette; scale: number }) | null = null
  return (palette: Palette, view: { scale: number; zoom: number }): Painters => {
    if (painters?.palette === palette && painters.scale === view.scale) return painters
    const body = createBodyPainter(palette, view.scale)
    const [bubble, gesture] = [createBubblePainter(palette, view), createGesturePainter(palette, view)]
    painters = { body, label: createLabelPainter(palette, view), bubble, gesture, palette, scale: view.scale }
    return painters
  }
}

/** What a camera shows of the map, and a little around it: names and bubbles are wider than bodies. */
function seenThrough({ x, y, zoom }: Camera, size: Size): Rectangle {
  return { x: x - AROUND, y: y - AROUND, width: size.width / zoom + 2 * AROUND, height: size.height / zoom + 2 * AROUND }
}

function isVisible(at: { x: number; y: number }, camera: Camera, size: Size): boolean {
  const [x, y] = [(at.x - camera.x) * camera.zoom, (at.y - camera.y) * camera.zoom]
  return x > -120 && y > -80 && x < size.width + 120 && y < size.height + 120
}

/** Around who is pointed out. */
function drawLocated(context: CanvasRenderingContext2D, { x, y }: { x: number; y: number }, palette: Palette): void {
  context.strokeStyle = palette.accent
  context.lineWidth = 3
  context.beginPath()
  context.arc(x, y + 2, 34, 0, Math.PI * 2)
  context.stroke()
}

/** Where one is walking to. */
function drawGoal(context: CanvasRenderingContext2D, walker: Walker, palette: Palette): void {
  const goal = walker.path.at(-1)
  if (!goal) return
  context.strokeStyle = palette.accent
  context.globalAlpha = 0.55
  context.lineWidth = 2
  context.beginPath()
  context.ellipse(goal.x, goal.y + 12, 11, 5.5, 0, 0, Math.PI * 2)
  context.stroke()
  context.globalAlpha = 1
}
