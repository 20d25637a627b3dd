import type { MapPlan } from '@atrium/shared/space/map-plan.ts'
import type { Rectangle, SpaceView } from '@atrium/shared/space/views.ts'
import { drawFloor, type Floor } from '../scene/draw-floor.ts'
import type { Palette } from '../scene/palette.ts'

/** Air around the map, in map units. */
export const MARGIN = 40

interface View {
  space: SpaceView
  plan: MapPlan
  palette: Palette
  zoom: number
  ratio: number
  /** What is picked, where it is or where it is being dragged to. */
  picked: Rectangle | null
  /** What is just being drawn. */
  draft: Rectangle | null
  spaceName: (id: string) => string
}

/** Draws the map with what only its makers see: doors, the entrance, what is picked. Keeps the floor while the plan is the same. */
export function createPlanPainter(context: CanvasRenderingContext2D) {
  let floor: (Floor & { of: MapPlan; palette: Palette; scaled: number }) | null = null
  return (view: View): void => {
    const { space, plan, palette, zoom, ratio } = view
    const scaled = zoom * ratio
    if (floor?.of !== plan || floor.palette !== palette || floor.scaled !== scaled) {
      const rooms = plan.rooms.map((room) => ({ ...room, spaceId: space.id, locked: false }))
      const look = { scale: scaled, zoom, spaceName: view.spaceName }
      floor = { ...drawFloor({ ...space, map: plan.map, rooms }, palette, look), of: plan, palette, scaled }
    }
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, context.canvas.width, context.canvas.height)
    context.setTransform(scaled, 0, 0, scaled, MARGIN * scaled, MARGIN * scaled)
    const side = -2 * floor.origin
    context.drawImage(floor.picture, floor.origin, floor.origin, plan.map.width + side, plan.map.height + side)
    drawDoors(context, plan, palette)
    drawEntrance(context, plan, palette)
    if (view.draft) outline(context, view.draft, { palette, filled: true })
    if (view.picked) outline(context, view.picked, { palette, filled: false })
  }
}

function drawDoors(context: CanvasRenderingContext2D, { map }: MapPlan, palette: Palette): void {
  context.strokeStyle = palette.accent
  context.lineWidth = 1.5
  context.setLineDash([5, 4])
  for (const door of map.doors) context.strokeRect(door.x + 1, door.y + 1, door.width - 2, door.height - 2)
  context.setLineDash([])
}

function drawEntrance(context: CanvasRenderingContext2D, { map }: MapPlan, palette: Palette): void {
  context.fillStyle = palette.accent
  context.beginPath()
  context.arc(map.spawn.x, map.spawn.y, 6, 0, Math.PI * 2)
  context.fill()
  context.strokeStyle = palette.accent
  context.lineWidth = 2
  context.beginPath()
  context.arc(map.spawn.x, map.spawn.y, 13, 0, Math.PI * 2)
  context.stroke()
}

function outline(context: CanvasRenderingContext2D, { x, y, width, height }: Rectangle, look: { palette: Palette; filled: boolean }): void {
  context.strokeStyle = look.palette.accent
  context.fillStyle = look.palette.accent
  context.lineWidth = 2
  if (look.filled) {
    context.globalAlpha = 0.15
    context.fillRect(x, y, width, height)
    context.globalAlpha = 1
  }
  context.strokeRect(x, y, width, height)
  if (look.filled) return
  // The corner that gives it another size.
  context.fillRect(x + width - 5, y + height - 5, 10, 10)
}
