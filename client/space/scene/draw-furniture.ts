import type { Furniture, SpaceMap } from '@atrium/shared/space/views.ts'
import { drawChair, drawSofa } from './draw-seats.ts'
import { drawPlant } from './draw-plant.ts'
import { chairsOf, frontOf, isFlat, isWide } from './furnish.rules.ts'
import type { Palette } from './palette.ts'
import { chanceAt, fillBox, fillDisc, type Context } from './shapes.ts'

interface Look {
  top: string
  edge: string
  radius: number
}

/** What stands on the floor, the hindmost first, chairs before what they are pushed under. */
export function drawFurniture(context: Context, map: SpaceMap, palette: Palette): void {
  for (const chair of chairsOf(map)) drawChair(context, chair, palette)
  const standing = map.furniture.filter((piece) => !isFlat(piece)).toSorted((one, other) => one.y + one.height - other.y - other.height)
  for (const piece of standing) {
    if (piece.kind !== 'plant') fillBox(context, { ...piece, x: piece.x + 1, y: piece.y + 5 }, { fill: palette.shadow, radius: 8 })
    drawPiece(context, map, { piece, palette })
  }
}

function drawPiece(context: Context, map: SpaceMap, { piece, palette }: { piece: Furniture; palette: Palette }): void {
  switch (piece.kind) {
    case 'desk':
      return drawDesk(context, piece, { palette, sitsBelow: ['down', 'right'].includes(frontOf(map, piece)) })
    case 'table':
      return drawTable(context, piece, palette)
    case 'counter':
      return drawCounter(context, piece, palette)
    case 'shelf':
      return drawShelf(context, piece, palette)
    case 'board':
      return drawBoard(context, piece, palette)
    case 'sofa':
      return drawSofa(context, map, { sofa: piece, palette })
    case 'plant':
      return drawPlant(context, piece, palette)
    default:
      return
  }
}

/** A plate with its front edge below. */
function plate(context: Context, piece: Furniture, { top, edge, radius }: Look): void {
  fillBox(context, piece, { fill: edge, radius })
  fillBox(context, { ...piece, height: piece.height - 5 }, { fill: top, radius })
}

function drawDesk(context: Context, piece: Furniture, { palette, sitsBelow }: { palette: Palette; sitsBelow: boolean }): void {
  plate(context, piece, { top: palette.woodTop, edge: palette.woodEdge, radius: 5 })
  context.save()
  // Drawn as for somebody who sits below; the others turn it.
  context.translate(piece.x + piece.width / 2, piece.y + (piece.height - 5) / 2)
  if (!isWide(piece)) context.rotate(-Math.PI / 2)
  if (!sitsBelow) context.rotate(Math.PI)
  const [width, depth] = isWide(piece) ? [piece.width, piece.height - 5] : [piece.height - 5, piece.width]
  fillBox(context, { x: -4, y: -depth / 2 + 7, width: 8, height: 5 }, { fill: palette.metalEdge, radius: 2 })
  fillBox(context, { x: -19, y: -depth / 2 + 4, width: 38, height: 5 }, { fill: palette.screen, radius: 2 })
  fillBox(context, { x: -17, y: -depth / 2 + 7.5, width: 34, height: 2 }, { fill: palette.screenGlow, radius: 1 })
  fillBox(context, { x: -13, y: depth / 2 - 15, width: 26, height: 8 }, { fill: palette.metalTop, radius: 2 })
  const chance = chanceAt(piece)
  const side = chance < 0.5 ? -1 : 1
  fillBox(context, { x: side * (width / 2 - 20) - 7, y: -3, width: 14, height: 17 }, { fill: palette.paper, radius: 1.5 })
  const mug = { x: -side * (width / 2 - 17), y: chance * 8 - 6 }
  fillDisc(context, mug, { fill: palette.paper, radius: 4.5 })
  fillDisc(context, mug, { fill: palette.woodEdge, radius: 2.8 })
  context.restore()
}

function drawTable(context: Context, piece: Furniture, palette: Palette): void {
  const radius = Math.min(piece.width, piece.height) / 2.6
  plate(context, piece, { top: palette.woodTop, edge: palette.woodEdge, radius })
  context.strokeStyle = palette.wood
  context.lineWidth = 1.5
  context.beginPath()
  context.roundRect(piece.x + 6, piece.y + 6, piece.width - 12, piece.height - 17, radius * 0.8)
  context.stroke()
  if (piece.width < 110) fillDisc(context, middleOf(piece), { fill: palette.potEdge, radius: 5 })
  if (piece.width < 110) fillDisc(context, middleOf(piece), { fill: palette.leafLight, radius: 4 })
}

function drawCounter(context: Context, piece: Furniture, palette: Palette): void {
  plate(context, piece, { top: palette.metalTop, edge: palette.metalEdge, radius: 4 })
  const along = Math.max(piece.width, piece.height)
  const wide = isWide(piece)
  for (let at = 12, kind = 0; at + 30 <= along; at += 52, kind++) {
    const spot = wide ? { x: piece.x + at, y: piece.y + 7 } : { x: piece.x + 6, y: piece.y + at }
    drawAppliance(context, spot, { palette, kind: kind % 3 })
  }
}

/** A sink, a coffee machine, a bowl. */
function drawAppliance(context: Context, { x, y }: { x: number; y: number }, { palette, kind }: { palette: Palette; kind: number }): void {
  if (kind === 0) {
    fillBox(context, { x, y, width: 28, height: 17 }, { fill: palette.metalEdge, radius: 4 })
    fillBox(context, { x: x + 3, y: y + 3, width: 22, height: 11 }, { fill: palette.metal, radius: 3 })
  } else if (kind === 1) {
    fillBox(context, { x: x + 3, y: y - 1, width: 20, height: 18 }, { fill: palette.screen, radius: 3 })
    fillDisc(context, { x: x + 13, y: y + 11 }, { fill: palette.paper, radius: 3.5 })
  } else {
    fillDisc(context, { x: x + 13, y: y + 8 }, { fill: palette.potEdge, radius: 9 })
    fillDisc(context, { x: x + 10, y: y + 7 }, { fill: palette.leafLight, radius: 4 })
    fillDisc(context, { x: x + 16, y: y + 9 }, { fill: palette.pot, radius: 4 })
  }
}

function drawShelf(context: Context, piece: Furniture, palette: Palette): void {
  plate(context, piece, { top: palette.wood, edge: palette.woodEdge, radius: 3 })
  const wide = isWide(piece)
  const length = (wide ? piece.width : piece.height - 5) - 8
  const depth = (wide ? piece.height - 5 : piece.width) - 8
  for (let at = 0, book = 0; at < length - 4; book++) {
    const chance = chanceAt({ x: piece.x + book * 7, y: piece.y + book * 3 })
    const thick = Math.min(5 + chance * 5, length - at)
    const tall = depth * (0.72 + chance * 0.28)
    const spine = wide
      ? { x: piece.x + 4 + at, y: piece.y + 4 + depth - tall, width: thick - 1, height: tall }
      : { x: piece.x + 4, y: piece.y + 4 + at, width: tall, height: thick - 1 }
    // A gap now and then, where somebody has taken one.
    if (chance > 0.08) fillBox(context, spine, { fill: palette.books[Math.floor(chance * 97) % palette.books.length]!, radius: 1 })
    at += thick
  }
}

function drawBoard(context: Context, piece: Furniture, palette: Palette): void {
  fillBox(context, piece, { fill: palette.metalEdge, radius: 3 })
  const sheet = { x: piece.x + 3, y: piece.y + 2, width: piece.width - 6, height: piece.height - 6 }
  fillBox(context, sheet, { fill: palette.paper, radius: 2 })
  context.strokeStyle = palette.screenGlow
  context.lineWidth = 1.4
  context.beginPath()
  for (let at = 8; at + 26 < sheet.width; at += 38) {
    context.moveTo(sheet.x + at, sheet.y + sheet.height / 2)
    context.lineTo(sheet.x + at + 14 + chanceAt({ x: piece.x + at, y: piece.y }) * 12, sheet.y + sheet.height / 2)
  }
  context.stroke()
}

function middleOf({ x, y, width, height }: Furniture): { x: number; y: number } {
  return { x: x + width / 2, y: y + (height - 5) / 2 }
}
