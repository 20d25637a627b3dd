import type { SpaceView } from '@atrium/shared/space/views.ts'
import { cameraFor, glide, zoomFor, type Camera, type Size } from '../scene/camera.rules.ts'
import { createAvatarPainter, type AvatarPainter } from '../scene/draw-avatar.ts'
import { drawFloor, type Floor } from '../scene/draw-floor.ts'
import type { Palette } from '../scene/palette.ts'
import type { Walker } from '../scene/walker.ts'
import type { SceneSource } from './create-renderer.ts'
import { placePeople, type PlacedPerson } from './place-people.ts'

interface Moment {
  nowMs: number
  elapsedMs: number
  size: Size
  /** Device pixels per CSS pixel. */
  ratio: number
}

/** One frame after the other of the floor and who is on it; keeps what need not be drawn anew. */
export function createPicture(context: CanvasRenderingContext2D, source: SceneSource) {
  let camera: Camera | null = null
  const floorOf = createFloorCache()
  const painterOf = createPainterCache()

  /** @returns whether the next frame would look different. */
  const draw = ({ nowMs, elapsedMs, size, ratio }: Moment): boolean => {
    const space = source.space()
    if (!space || size.width === 0) return false
    const palette = source.palette()
    const zoom = zoomFor(size, space.map, source.zoom())
    const people = placePeople(source, nowMs)
    const goal = cameraFor(source.walker.position, size, { ...space.map, zoom })
    camera = camera === null ? goal : glide(camera, goal, elapsedMs)
    const scale = zoom * ratio
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.fillStyle = palette.ground
    context.fillRect(0, 0, size.width * ratio, size.height * ratio)
    context.setTransform(scale, 0, 0, scale, -camera.x * scale, -camera.y * scale)
    const { picture, origin } = floorOf(space, palette, { scale, zoom })
    context.drawImage(picture, origin, origin, space.map.width - 2 * origin, space.map.height - 2 * origin)
    drawGoal(context, source.walker, palette)
    drawPeople(context, people, { painter: painterOf(palette, scale), camera, size })
    return camera !== goal || people.some((person) => person.place.moving)
  }
  return { draw, camera: () => camera }
}

function drawPeople(
  context: CanvasRenderingContext2D,
  people: PlacedPerson[],
  on: { painter: AvatarPainter; camera: Camera; size: Size },
): void {
  for (const { presence, mine, place } of people) {
    if (isVisible(place, on.camera, on.size)) on.painter.draw(context, { person: presence.person, status: presence.status, mine }, place)
  }
}

function createFloorCache() {
  let floor: (Floor & { of: SpaceView; rev: number; palette: Palette; wanted: number }) | null = null
  return (space: SpaceView, palette: Palette, view: { scale: number; zoom: number }): Floor => {
    const fits = floor?.of === space && floor.rev === space.rev && floor.palette === palette && floor.wanted === view.scale
    if (!floor || !fits) floor = { ...drawFloor(space, palette, view), of: space, rev: space.rev, palette, wanted: view.scale }
    return floor
  }
}

function createPainterCache() {
  let painter: (AvatarPainter & { palette: Palette }) | null = null
  return (palette: Palette, scale: number): AvatarPainter => {
    if (painter?.palette !== palette || painter.scale !== scale) painter = { ...createAvatarPainter(palette, scale), palette }
    return painter
  }
}

function isVisible(at: { x: number; y: number }, camera: Camera, size: Size): boolean {
  const [x, y] = [(at.x - camera.x) * camera.zoom, (at.y - camera.y) * camera.zoom]
  return x > -120 && y > -80 && x < size.width + 120 && y < size.height + 80
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
