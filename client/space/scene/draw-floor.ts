import type { SpaceId } from '@atrium/shared/ids.ts'
import type { RoomView, SpaceMap, SpaceView } from '@atrium/shared/space/views.ts'
import { drawFlat } from './draw-flat.ts'
import { drawFurniture } from './draw-furniture.ts'
import { drawPortal } from './draw-portal.ts'
import { drawLight, drawWalls } from './draw-walls.ts'
import { isFlat } from './furnish.rules.ts'
import type { Palette } from './palette.ts'
import { fillBox } from './shapes.ts'

const TILE = 64
const MARGIN = 40
/** Larger than this in either direction a picture is made coarser, in pixels. */
const LARGEST_PX = 5_000

export interface Floor {
  picture: OffscreenCanvas
  /** Pixels of the picture per map unit. */
  scale: number
  /** The map point in the picture's upper left corner. */
  origin: number
}

interface FloorView {
  scale: number
  zoom: number
  /** How the space is called that a portal leads to. */
  spaceName: (id: SpaceId) => string
}

/** Everything that does not move, drawn once per theme and size. */
export function drawFloor(space: SpaceView, palette: Palette, view: FloorView): Floor {
  const { map, rooms } = space
  const longest = Math.max(map.width, map.height) + 2 * MARGIN
  const scale = Math.min(view.scale, LARGEST_PX / longest)
  const picture = new OffscreenCanvas(Math.ceil((map.width + 2 * MARGIN) * scale), Math.ceil((map.height + 2 * MARGIN) * scale))
  const context = picture.getContext('2d')
  if (!context) return { picture, scale, origin: -MARGIN }
  context.scale(scale, scale)
  context.translate(MARGIN, MARGIN)
  drawGround(context, map, palette)
  for (const room of rooms) {
    if (room.floor === 'plain') fillBox(context, room, { fill: palette.room, radius: 8 })
    else drawFlat(context, { ...room, kind: room.floor }, palette)
  }
  // Rugs lie on the floors, whatever their place in the list.
  const flat = map.furniture.filter(isFlat).toSorted((one, other) => Number(one.kind === 'rug') - Number(other.kind === 'rug'))
  for (const piece of flat) drawFlat(context, piece, palette)
  drawLight(context, map, palette)
  drawFurniture(context, map, palette)
  drawWalls(context, map, palette)
  for (const portal of map.portals) drawPortal(context, portal, { palette, name: view.spaceName(portal.to), zoom: view.zoom })
  for (const room of rooms) drawRoomName(context, room, { palette, zoom: view.zoom })
  return { picture, scale, origin: -MARGIN }
}

function drawGround(context: OffscreenCanvasRenderingContext2D, map: SpaceMap, palette: Palette): void {
  context.save()
  context.shadowColor = palette.shadow
  context.shadowBlur = 30
  context.shadowOffsetY = 10
  fillBox(context, { x: 0, y: 0, width: map.width, height: map.height }, { fill: palette.floor, radius: 4 })
  context.restore()
  context.strokeStyle = palette.floorLine
  context.lineWidth = 1
  context.beginPath()
  for (let x = TILE; x < map.width; x += TILE) {
    context.moveTo(x + 0.5, 0)
    context.lineTo(x + 0.5, map.height)
  }
  for (let y = TILE; y < map.height; y += TILE) {
    context.moveTo(0, y + 0.5)
    context.lineTo(map.width, y + 0.5)
  }
  context.stroke()
}

/** As large on the screen however far one has zoomed out. */
function drawRoomName(context: OffscreenCanvasRenderingContext2D, room: RoomView, look: { palette: Palette; zoom: number }): void {
  const { palette } = look
  context.save()
  context.translate(room.x + 26, room.y + 26)
  context.scale(1 / Math.min(1, look.zoom), 1 / Math.min(1, look.zoom))
  context.font = '600 12.5px "Inter Variable", sans-serif'
  context.textBaseline = 'middle'
  const label = room.locked ? `${room.name} · locked` : room.name
  fillBox(context, { x: 0, y: 0, width: context.measureText(label).width + 18, height: 24 }, { fill: palette.label, radius: 7 })
  context.fillStyle = palette.roomName
  context.fillText(label, 9, 12.5)
  context.restore()
}
