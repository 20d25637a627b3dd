import type { Furniture } from '@atrium/shared/space/views.ts'
import type { Palette } from './palette.ts'
import { chanceAt, fillBox, fillDisc, type Context } from './shapes.ts'

/** A pot with leaves over it; no two quite alike. */
export function drawPlant(context: Context, piece: Furniture, palette: Palette): void {
  const middle = { x: piece.x + piece.width / 2, y: piece.y + piece.height / 2 }
  const radius = Math.min(piece.width, piece.height) / 2
  const chance = chanceAt(piece)
  context.fillStyle = palette.shadow
  context.beginPath()
  context.ellipse(middle.x + 2, middle.y + radius * 0.75, radius * 0.95, radius * 0.5, 0, 0, Math.PI * 2)
  context.fill()
  const pot = { x: middle.x - radius * 0.55, y: middle.y, width: radius * 1.1, height: radius * 0.95 }
  fillBox(context, pot, { fill: palette.potEdge, radius: 5 })
  fillBox(context, { ...pot, height: radius * 0.4 }, { fill: palette.pot, radius: 4 })
  const leaves = 8 + Math.floor(chance * 3)
  const long = 0.62 + chance * 0.2
  // From the outside in: dark ones first.
  for (const [ring, fill] of [palette.leafDark, palette.leaf, palette.leafLight].entries()) {
    const reach = radius * long * (1 - ring * 0.26)
    for (let leaf = ring; leaf < leaves; leaf += 1) {
      const angle = (leaf / leaves) * Math.PI * 2 + ring * 0.55 + chance * 6
      context.fillStyle = fill
      context.beginPath()
      context.ellipse(
        middle.x + Math.cos(angle) * reach,
        middle.y - radius * 0.25 + Math.sin(angle) * reach * 0.85,
        radius * 0.42 * (1 - ring * 0.2),
        radius * 0.17,
        angle,
        0,
        Math.PI * 2,
      )
      context.fill()
    }
  }
  fillDisc(context, { x: middle.x, y: middle.y - radius * 0.25 }, { fill: palette.leafDark, radius: radius * 0.12 })
}
