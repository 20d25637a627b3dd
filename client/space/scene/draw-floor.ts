import type { Rectangle, RoomView, SpaceMap, SpaceView } from '@atrium/shared/space/views.ts'
import { drawFurniture } from './draw-furniture.ts'
import type { Palette } from './palette.ts'

const TILE = 32
const WALL_HEIGHT = 7
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

/** Everything that does not move, drawn once per theme and size. */
export function drawFloor(space: SpaceView, palette: Palette, view: { scale: number; zoom: number }): Floor {
  const { map, rooms } = space
  const longest = Math.max(map.width, map.height) + 2 * MARGIN
  const scale = Math.min(view.scale, LARGEST_PX / longest)
  const picture = new OffscreenCanvas(Math.ceil((map.width + 2 * MARGIN) * scale), Math.ceil((map.height + 2 * MARGIN) * scale))
  const context = picture.getContext('2d')
  if (!context) return { picture, scale, origin: -MARGIN }
  context.scale(scale, scale)
  context.translate(MARGIN, MARGIN)
  drawGround(context, map, palette)
  for (const room of rooms) drawRoom(context, room, palette)
  drawFurniture(context, map, palette)
  for (const wall of map.walls) drawWall(context, wall, palette)
  for (const room of rooms) drawRoomName(context, room, { palette, zoom: view.zoom })
  return { picture, scale, origin: -MARGIN }
}

function drawGround(context: OffscreenCanvasRenderingContext2D, map: SpaceMap, palette: Palette): void {
  context.fillStyle = palette.shadow
  context.beginPath()
  context.roundRect(0, 6, map.width, map.height, 18)
  context.fill()
  context.fillStyle = palette.floor
  context.beginPath()
  context.roundRect(0, 0, map.width, map.height, 18)
  context.fill()
  context.save()
  context.clip()
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
  context.restore()
}

function drawRoom(context: OffscreenCanvasRenderingContext2D, room: RoomView, palette: Palette): void {
  context.fillStyle = palette.room
  context.strokeStyle = palette.roomEdge
  context.lineWidth = 1.5
  context.beginPath()
  context.roundRect(room.x, room.y, room.width, room.height, 8)
  context.fill()
  context.stroke()
}

function drawWall(context: OffscreenCanvasRenderingContext2D, wall: Rectangle, palette: Palette): void {
  context.fillStyle = palette.shadow
  context.fillRect(wall.x + 2, wall.y + wall.height, wall.width, 5)
  context.fillStyle = palette.wallFace
  context.beginPath()
  context.roundRect(wall.x, wall.y, wall.width, wall.height, 3)
  context.fill()
  context.fillStyle = palette.wall
  context.beginPath()
  context.roundRect(wall.x, wall.y, wall.width, Math.max(wall.height - WALL_HEIGHT, wall.height / 2), 3)
  context.fill()
}

/** As large on the screen however far one has zoomed out. */
function drawRoomName(context: OffscreenCanvasRenderingContext2D, room: RoomView, look: { palette: Palette; zoom: number }): void {
  const { palette } = look
  context.save()
  context.translate(room.x + 24, room.y + 24)
  context.scale(1 / Math.min(1, look.zoom), 1 / Math.min(1, look.zoom))
  context.font = '600 13px "Inter Variable", sans-serif'
  context.textBaseline = 'middle'
  const label = room.locked ? `${room.name} · locked` : room.name
  context.fillStyle = palette.label
  context.beginPath()
  context.roundRect(0, 0, context.measureText(label).width + 20, 25, 12.5)
  context.fill()
  context.fillStyle = palette.roomName
  context.fillText(label, 10, 13)
  context.restore()
}
