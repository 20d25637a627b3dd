import type { SpaceMap } from '@atrium/shared/space/views.ts'
import type { Palette } from './palette.ts'

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D
type Piece = SpaceMap['furniture'][number]
type Draw = (context: Context, piece: Piece, palette: Palette) => void

function box(context: Context, piece: { x: number; y: number; width: number; height: number }, radius: number): void {
  context.beginPath()
  context.roundRect(piece.x, piece.y, piece.width, piece.height, Math.min(radius, piece.width / 2, piece.height / 2))
}

/** A plate with a darker front edge: everything made of wood. */
function plate(context: Context, piece: Piece, look: { fill: string; edge: string; radius: number }): void {
  context.fillStyle = look.edge
  box(context, piece, look.radius)
  context.fill()
  context.fillStyle = look.fill
  box(context, { ...piece, height: piece.height - 4 }, look.radius)
  context.fill()
}

const desk: Draw = (context, piece, palette) => {
  plate(context, piece, { fill: palette.wood, edge: palette.woodEdge, radius: 5 })
  const wide = piece.width >= piece.height
  const screen = wide
    ? { x: piece.x + piece.width / 2 - 13, y: piece.y + 5, width: 26, height: 5 }
    : { x: piece.x + 5, y: piece.y + piece.height / 2 - 13, width: 5, height: 26 }
  context.fillStyle = palette.screen
  box(context, screen, 2)
  context.fill()
  context.fillStyle = palette.metal
  const keys = wide
    ? { x: screen.x + 4, y: piece.y + 15, width: 18, height: 6 }
    : { x: piece.x + 15, y: screen.y + 4, width: 6, height: 18 }
  if (Math.min(piece.width, piece.height) >= 28) {
    box(context, keys, 2)
    context.fill()
  }
}

const table: Draw = (context, piece, palette) =>
  plate(context, piece, { fill: palette.wood, edge: palette.woodEdge, radius: Math.min(piece.width, piece.height) / 3 })

const counter: Draw = (context, piece, palette) => {
  plate(context, piece, { fill: palette.metal, edge: palette.wallFace, radius: 4 })
  context.fillStyle = palette.shadow
  for (let at = 14; at + 12 < Math.max(piece.width, piece.height); at += 44) {
    const spot =
      piece.width >= piece.height
        ? { x: piece.x + at, y: piece.y + piece.height / 2 - 7 }
        : { x: piece.x + piece.width / 2 - 7, y: piece.y + at }
    box(context, { ...spot, width: 14, height: 10 }, 3)
    context.fill()
  }
}

const sofa: Draw = (context, piece, palette) => {
  context.fillStyle = palette.cloth
  box(context, piece, 9)
  context.fill()
  context.fillStyle = palette.clothLight
  const wide = piece.width >= piece.height
  const length = (wide ? piece.width : piece.height) - 12
  const seats = Math.max(1, Math.round(length / 40))
  for (let seat = 0; seat < seats; seat++) {
    const offset = 6 + (seat * length) / seats
    const cushion = wide
      ? { x: piece.x + offset + 1, y: piece.y + 9, width: length / seats - 2, height: piece.height - 14 }
      : { x: piece.x + 9, y: piece.y + offset + 1, width: piece.width - 14, height: length / seats - 2 }
    box(context, cushion, 6)
    context.fill()
  }
}

const plant: Draw = (context, piece, palette) => {
  const [x, y] = [piece.x + piece.width / 2, piece.y + piece.height / 2]
  const radius = Math.min(piece.width, piece.height) / 2
  context.fillStyle = palette.pot
  context.beginPath()
  context.arc(x, y, radius * 0.62, 0, Math.PI * 2)
  context.fill()
  for (let leaf = 0; leaf < 7; leaf++) {
    const angle = (leaf / 7) * Math.PI * 2 + 0.4
    context.fillStyle = leaf % 2 === 0 ? palette.leaf : palette.leafDark
    context.beginPath()
    context.ellipse(
      x + Math.cos(angle) * radius * 0.55,
      y + Math.sin(angle) * radius * 0.55,
      radius * 0.55,
      radius * 0.3,
      angle,
      0,
      Math.PI * 2,
    )
    context.fill()
  }
  context.fillStyle = palette.leaf
  context.beginPath()
  context.arc(x, y, radius * 0.32, 0, Math.PI * 2)
  context.fill()
}

const rug: Draw = (context, piece, palette) => {
  context.fillStyle = palette.rug
  box(context, piece, 10)
  context.fill()
  context.strokeStyle = palette.rugEdge
  context.lineWidth = 2
  box(context, { x: piece.x + 6, y: piece.y + 6, width: piece.width - 12, height: piece.height - 12 }, 6)
  context.stroke()
}

const DRAW: Record<Piece['kind'], Draw> = { desk, table, counter, sofa, plant, rug }

/** Rugs lie below everything, whatever their place in the list. */
export function drawFurniture(context: Context, map: SpaceMap, palette: Palette): void {
  const rugs = map.furniture.filter((piece) => piece.kind === 'rug')
  for (const piece of rugs) rug(context, piece, palette)
  for (const piece of map.furniture) {
    if (piece.kind === 'rug') continue
    context.fillStyle = palette.shadow
    box(context, { x: piece.x + 1, y: piece.y + 4, width: piece.width, height: piece.height }, piece.kind === 'plant' ? 99 : 8)
    context.fill()
    DRAW[piece.kind](context, piece, palette)
  }
}
