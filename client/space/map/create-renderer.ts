import type { PersonId } from '@atrium/shared/ids.ts'
import type { PresenceView, SpaceView } from '@atrium/shared/space/views.ts'
import { cameraFor, glide, zoomFor, type Camera, type Size } from '../scene/camera.rules.ts'
import { createAvatarPainter, type AvatarPainter } from '../scene/draw-avatar.ts'
import { drawFloor, type Floor } from '../scene/draw-floor.ts'
import type { Palette } from '../scene/palette.ts'
import type { Positions } from '../scene/positions.ts'
import type { Walker } from '../scene/walker.ts'

/** What the picture is made of; read anew for every frame. */
export interface SceneSource {
  space(): SpaceView | undefined
  present(): readonly PresenceView[]
  me(): PersonId
  palette(): Palette
  /** The person's own zoom, 1 being ours. */
  zoom(): number
  positions: Positions
  walker: Walker
}

/**
 * Draws while something moves and rests otherwise: a still office costs nothing, and a hidden tab gets no animation frames.
 * Call `wake` whenever something may look different.
 */
export function createRenderer(canvas: HTMLCanvasElement, source: SceneSource) {
  const context = canvas.getContext('2d')
  let size: Size = { width: 0, height: 0 }
  let ratio = 1
  let frame = 0
  let lastMs = 0
  let camera: Camera | null = null
  let floor: (Floor & { of: SpaceView; rev: number; palette: Palette }) | null = null
  let painter: (AvatarPainter & { palette: Palette }) | null = null

  const wake = () => {
    if (frame === 0) frame = requestAnimationFrame(tick)
  }
  const tick = (nowMs: number) => {
    frame = 0
    if (document.hidden) return
    const elapsedMs = lastMs === 0 || nowMs - lastMs > 250 ? 16 : nowMs - lastMs
    lastMs = nowMs
    source.walker.step(elapsedMs, nowMs)
    const moving = draw(nowMs, elapsedMs)
    if (moving || source.walker.busy) wake()
    else lastMs = 0
  }

  const floorOf = (space: SpaceView, palette: Palette, view: { scale: number; zoom: number }): Floor => {
    const { scale } = view
    if (floor?.of !== space || floor.rev !== space.rev || floor.palette !== palette || floor.scale !== scale) {
      floor = { ...drawFloor(space, palette, view), of: space, rev: space.rev, palette }
      // What was made coarser for being large counts as what was asked for.
      floor.scale = scale
    }
    return floor
  }
  const painterOf = (palette: Palette, scale: number): AvatarPainter => {
    if (painter?.palette !== palette || painter.scale !== scale) painter = { ...createAvatarPainter(palette, scale), palette }
    return painter
  }

  /** @returns whether the next frame would look different. */
  const draw = (nowMs: number, elapsedMs: number): boolean => {
    const space = source.space()
    if (!context || !space || size.width === 0) return false
    const palette = source.palette()
    const zoom = zoomFor(size, space.map, source.zoom())
    const goal = cameraFor(source.walker.position, size, { ...space.map, zoom })
    camera = camera === null ? goal : glide(camera, goal, elapsedMs)
    const scale = zoom * ratio
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.fillStyle = palette.ground
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.setTransform(scale, 0, 0, scale, -camera.x * scale, -camera.y * scale)
    const { picture, origin } = floorOf(space, palette, { scale, zoom })
    context.drawImage(picture, origin, origin, space.map.width - 2 * origin, space.map.height - 2 * origin)
    drawGoal(context, source.walker, palette)
    const moving = drawPeople(context, { painter: painterOf(palette, scale), nowMs, camera })
    return moving || camera !== goal
  }

  const drawPeople = (context: CanvasRenderingContext2D, at: { painter: AvatarPainter; nowMs: number; camera: Camera }): boolean => {
    const me = source.me()
    let moving = false
    const people = source.present().map((presence) => {
      const mine = presence.person.id === me
      const place = mine ? ownPlace(presence, at.nowMs) : source.positions.of(presence, at.nowMs)
      moving ||= place.moving
      return { presence, mine, place }
    })
    // Who stands further down is in front, and one's own avatar is in front of all.
    people.sort((one, other) => Number(one.mine) - Number(other.mine) || one.place.y - other.place.y)
    for (const { presence, mine, place } of people) {
      if (isVisible(place, at.camera, size)) at.painter.draw(context, { person: presence.person, status: presence.status, mine }, place)
    }
    return moving
  }

  /** Where this tab walks, or where another tab of the same person has walked. */
  const ownPlace = (presence: PresenceView, nowMs: number) => {
    const { walker, positions } = source
    if (walker.busy || walker.isOwnWalk(nowMs)) return { ...walker.position, moving: false }
    const heard = positions.of(presence, nowMs)
    const space = source.space()
    if (space && Math.hypot(heard.x - walker.position.x, heard.y - walker.position.y) > 1.5) walker.place(space.map, heard)
    return { ...walker.position, moving: heard.moving }
  }

  return {
    wake,
    resize(next: Size, pixelRatio: number) {
      size = next
      ratio = Math.min(pixelRatio, 2)
      canvas.width = Math.round(next.width * ratio)
      canvas.height = Math.round(next.height * ratio)
      // Without it the canvas would be blank until the next frame.
      draw(performance.now(), 0)
      wake()
    },
    camera: () => camera,
    stop() {
      cancelAnimationFrame(frame)
      frame = -1
    },
  }
}
export type Renderer = ReturnType<typeof createRenderer>

function isVisible(at: { x: number; y: number }, camera: Camera, size: Size): boolean {
  const [x, y] = [(at.x - camera.x) * camera.zoom, (at.y - camera.y) * camera.zoom]
  return x > -120 && y > -80 && x < size.width + 120 && y < size.height + 80
}

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
