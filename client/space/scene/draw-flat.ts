import type { Furniture, Rectangle } from '@atrium/shared/space/views.ts'
import type { Palette } from './palette.ts'
import { box, type Context } from './shapes.ts'

const PLANK = 22
const PLANK_LENGTH = 150
const TILE = 32
const WEAVE = 12

type FlatPiece = Rectangle & Pick<Furniture, 'kind'>

/** Floors and what lies on them. */
export function drawFlat(context: Context, piece: FlatPiece, palette: Palette): void {
  if (piece.kind === 'rug') return rug(context, piece, palette)
  context.save()
  context.beginPath()
  context.rect(piece.x, piece.y, piece.width, piece.height)
  context.clip()
  if (piece.kind === 'wood') planks(context, piece, palette)
  if (piece.kind === 'tiles') tiles(context, piece, palette)
  if (piece.kind === 'carpet') carpet(context, piece, palette)
  context.restore()
}

function planks(context: Context, { x, y, width, height }: Rectangle, palette: Palette): void {
  context.fillStyle = palette.woodFloor
  context.fillRect(x, y, width, height)
  context.fillStyle = palette.woodFloorLine
  for (let row = 0; row * PLANK < height; row++) {
    const top = y + row * PLANK
    context.fillRect(x, top, width, 1)
    // Every row is shifted, as a floor is laid.
    for (let at = ((row * 61) % PLANK_LENGTH) - PLANK_LENGTH; at < width; at += PLANK_LENGTH) context.fillRect(x + at, top, 1, PLANK)
  }
}

function tiles(context: Context, { x, y, width, height }: Rectangle, palette: Palette): void {
  context.fillStyle = palette.tile
  context.fillRect(x, y, width, height)
  context.fillStyle = palette.tileAlt
  for (let row = 0; row * TILE < height; row++) {
    for (let column = row % 2; column * TILE < width; column += 2) context.fillRect(x + column * TILE, y + row * TILE, TILE, TILE)
  }
}

function carpet(context: Context, { x, y, width, height }: Rectangle, palette: Palette): void {
  context.fillStyle = palette.carpet
  context.fillRect(x, y, width, height)
  context.strokeStyle = palette.carpetLine
  context.lineWidth = 1.5
  context.beginPath()
  for (let at = -height; at < width; at += WEAVE) {
    context.moveTo(x + at, y + height)
    context.lineTo(x + at + height, y)
  }
  context.stroke()
}

function rug(context: Context, piece: Rectangle, palette: Palette): void {
  context.fillStyle = palette.softShadow
  box(context, { ...piece, y: piece.y + 2 }, 12)
  context.fill()
  context.fillStyle = palette.rug
  box(context, piece, 12)
  context.fill()
  context.strokeStyle = palette.rugEdge
  context.lineWidth = 2
  box(context, inset(piece, 7), 7)
  context.stroke()
  context.lineWidth = 1
  context.setLineDash([3, 5])
  box(context, inset(piece, 13), 5)
  context.stroke()
  context.setLineDash([])
}

function inset({ x, y, width, height }: Rectangle, by: number) {
  return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by }
}
