import type { Furniture, FurnitureKind, Rectangle, SpaceMap } from '@atrium/shared/space/views.ts'
import { overlap, standingWalls } from '@atrium/shared/space/walls.rules.ts'

export type Side = 'up' | 'down' | 'left' | 'right'
/** A chair is drawn only: nobody bumps into it, and who stands there sits. */
export interface Chair {
  /** Its middle. */
  x: number
  y: number
  /** Where its back is. */
  back: Side
}

const CHAIR = 22
/** Between a table's edge and the middle of a chair pushed half under it. */
const REACH = 9
/** Between two chairs along a table. */
const PLACE = 52
/** A table this near to a sofa is for cups. */
const SOFA_UNITS = 60
const FLAT: readonly FurnitureKind[] = ['wood', 'tiles', 'carpet', 'rug']
const OPPOSITE: Record<Side, Side> = { up: 'down', down: 'up', left: 'right', right: 'left' }

export function isFlat({ kind }: Pick<Furniture, 'kind'>): boolean {
  return FLAT.includes(kind)
}

export function isWide({ width, height }: Rectangle): boolean {
  return width >= height
}

/** Chairs where a person would put them: before a desk, around a table, wherever there is room for one. */
export function chairsOf(map: SpaceMap): Chair[] {
  const chairs: Chair[] = []
  for (const piece of map.furniture) {
    const wanted = piece.kind === 'desk' ? [seatAt(piece, frontOf(map, piece), 0.5)] : piece.kind === 'table' ? aroundTable(map, piece) : []
    for (const chair of wanted) if (fits(map, piece, { chair, others: chairs })) chairs.push(chair)
  }
  return chairs
}

/** Where one sits at a desk: before it, or behind it where the front is taken. */
export function frontOf(map: SpaceMap, desk: Rectangle): Side {
  const usual: Side = isWide(desk) ? 'down' : 'right'
  return fits(map, desk, { chair: seatAt(desk, usual, 0.5), others: [] }) ? usual : OPPOSITE[usual]
}

/** A sofa turns its back to the nearer wall. */
export function backOf(map: SpaceMap, sofa: Rectangle): Side {
  const sides: [Side, Side] = isWide(sofa) ? ['up', 'down'] : ['left', 'right']
  return gapTo(map, sofa, sides[1]) < gapTo(map, sofa, sides[0]) ? sides[1] : sides[0]
}

function aroundTable(map: SpaceMap, table: Rectangle): Chair[] {
  if (map.furniture.some((piece) => piece.kind === 'sofa' && distance(piece, table) < SOFA_UNITS)) return []
  const sides: Side[] = ['up', 'down', 'left', 'right']
  return sides.flatMap((side) => {
    const length = side === 'up' || side === 'down' ? table.width : table.height
    const count = Math.max(length < PLACE ? 0 : 1, Math.floor(length / PLACE))
    return Array.from({ length: count }, (_, index) => seatAt(table, side, (index + 0.5) / count))
  })
}

function seatAt({ x, y, width, height }: Rectangle, side: Side, part: number): Chair {
  const back = side
  if (side === 'up') return { x: x + width * part, y: y - REACH, back }
  if (side === 'down') return { x: x + width * part, y: y + height + REACH, back }
  return { x: side === 'left' ? x - REACH : x + width + REACH, y: y + height * part, back }
}

/** Whether nothing else stands where the chair would: walls, other furniture, other chairs. */
function fits(map: SpaceMap, piece: Rectangle, { chair, others }: { chair: Chair; others: readonly Chair[] }): boolean {
  const size = CHAIR - 4
  const box = { x: chair.x - size / 2, y: chair.y - size / 2, width: size, height: size }
  const isBlocked = [...standingWalls(map), ...map.furniture.filter(({ solid }) => solid)].some(
    (solid) => solid !== piece && overlap(solid, box),
  )
  return !isBlocked && others.every((other) => Math.hypot(other.x - chair.x, other.y - chair.y) > CHAIR)
}

function gapTo(map: SpaceMap, piece: Rectangle, side: Side): number {
  const gaps = standingWalls(map).map((wall) => {
    const across = wall.x < piece.x + piece.width && wall.x + wall.width > piece.x
    const along = wall.y < piece.y + piece.height && wall.y + wall.height > piece.y
    const gap = {
      up: across ? piece.y - wall.y - wall.height : Infinity,
      down: across ? wall.y - piece.y - piece.height : Infinity,
      left: along ? piece.x - wall.x - wall.width : Infinity,
      right: along ? wall.x - piece.x - piece.width : Infinity,
    }[side]
    return gap < 0 ? Infinity : gap
  })
  return Math.min(Infinity, ...gaps)
}

function distance(a: Rectangle, b: Rectangle): number {
  const across = Math.max(0, a.x - b.x - b.width, b.x - a.x - a.width)
  const down = Math.max(0, a.y - b.y - b.height, b.y - a.y - a.height)
  return Math.hypot(across, down)
}
