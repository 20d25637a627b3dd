import type { Furniture, SpaceMap } from '@atrium/shared/space/views.ts'
import { backOf, isWide, type Chair, type Side } from './furnish.rules.ts'
import type { Palette } from './palette.ts'
import { fillBox, type Context } from './shapes.ts'

const QUARTER_TURNS: Record<Side, number> = { up: 0, right: 1, down: 2, left: 3 }

export function drawChair(context: Context, chair: Chair, palette: Palette): void {
  context.save()
  context.translate(chair.x, chair.y)
  fillBox(context, { x: -9, y: -6, width: 18, height: 18 }, { fill: palette.softShadow, radius: 7 })
  context.rotate((QUARTER_TURNS[chair.back] * Math.PI) / 2)
  fillBox(context, { x: -9, y: -9, width: 18, height: 18 }, { fill: palette.chairTop, radius: 6 })
  fillBox(context, { x: -10, y: -11, width: 20, height: 6 }, { fill: palette.chair, radius: 3 })
  context.restore()
}

/** Its back to the wall, arms at both ends, a cushion for each who may sit. */
export function drawSofa(context: Context, map: SpaceMap, { sofa, palette }: { sofa: Furniture; palette: Palette }): void {
  const [length, depth] = isWide(sofa) ? [sofa.width, sofa.height] : [sofa.height, sofa.width]
  context.save()
  context.translate(sofa.x + sofa.width / 2, sofa.y + sofa.height / 2)
  context.rotate((QUARTER_TURNS[backOf(map, sofa)] * Math.PI) / 2)
  const [left, top] = [-length / 2, -depth / 2]
  fillBox(context, { x: left, y: top, width: length, height: depth }, { fill: palette.cloth, radius: 10 })
  fillBox(context, { x: left + 3, y: top + 3, width: length - 6, height: 9 }, { fill: palette.clothTop, radius: 5 })
  const seats = Math.max(1, Math.round((length - 20) / 44))
  const seat = (length - 20) / seats
  for (let index = 0; index < seats; index++) {
    const cushion = { x: left + 10 + index * seat + 1, y: top + 13, width: seat - 2, height: depth - 17 }
    fillBox(context, cushion, { fill: palette.clothTop, radius: 6 })
    fillBox(
      context,
      { ...cushion, x: cushion.x + 2, y: cushion.y + 2, width: cushion.width - 4, height: cushion.height - 6 },
      { fill: palette.clothLight, radius: 5 },
    )
  }
  context.restore()
}
