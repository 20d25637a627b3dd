import { AVATAR_RADIUS } from './draw-avatar.ts'
import type { Palette } from './palette.ts'
import { box } from './shapes.ts'
import { createSpriteCache, drawSprite, type Sprite } from './sprites.ts'
import { linesOf } from './text.rules.ts'

const WIDEST = 190
const LINES = 3
const LINE = 16
const PAD = { across: 11, down: 8 }
const TAIL = 7
const MARGIN = 6
const FONT = '450 12px "Inter Variable", sans-serif'

/** What somebody has just said, above their head; as large on the screen however far one has zoomed out. */
export function createBubblePainter(palette: Palette, view: { scale: number; zoom: number }) {
  const spriteOf = createSpriteCache((text: string) => paint(text, palette, view))
  return (context: CanvasRenderingContext2D, text: string, { x, y, shown }: { x: number; y: number; shown: number }) => {
    context.globalAlpha = shown
    drawSprite(context, spriteOf(text, text), { x, y: y - AVATAR_RADIUS - 4 + (1 - shown) * 5 })
    context.globalAlpha = 1
  }
}

function paint(text: string, palette: Palette, { scale, zoom }: { scale: number; zoom: number }): Sprite {
  const grow = 1 / Math.min(1, zoom)
  const measure = new OffscreenCanvas(1, 1).getContext('2d')
  if (measure) measure.font = FONT
  const widthOf = (part: string) => measure?.measureText(part).width ?? 0
  const lines = linesOf(text, { width: WIDEST - 2 * PAD.across, most: LINES, widthOf })
  const width = Math.max(26, ...lines.map(widthOf)) + 2 * PAD.across
  const height = lines.length * LINE + 2 * PAD.down
  const size = { width: (width + 2 * MARGIN) * grow, height: (height + TAIL + 2 * MARGIN) * grow }
  const picture = new OffscreenCanvas(Math.ceil(size.width * scale), Math.ceil(size.height * scale))
  const context = picture.getContext('2d')
  if (context) {
    context.scale(scale * grow, scale * grow)
    context.translate(MARGIN, MARGIN)
    paintBox(context, { width, height }, palette)
    context.font = FONT
    context.textBaseline = 'middle'
    context.fillStyle = palette.bubbleText
    context.textAlign = lines.length === 1 ? 'center' : 'left'
    const x = lines.length === 1 ? width / 2 : PAD.across
    lines.forEach((line, index) => context.fillText(line, x, PAD.down + LINE * (index + 0.5) + 0.5))
  }
  return { picture, ...size, centerX: size.width / 2, centerY: size.height - MARGIN * grow }
}

function paintBox(
  context: OffscreenCanvasRenderingContext2D,
  { width, height }: { width: number; height: number },
  palette: Palette,
): void {
  const tail = () => {
    context.beginPath()
    context.moveTo(width / 2 - TAIL, height - 1)
    context.lineTo(width / 2, height + TAIL)
    context.lineTo(width / 2 + TAIL, height - 1)
  }
  context.save()
  context.shadowColor = palette.shadow
  context.shadowBlur = 10
  context.shadowOffsetY = 3
  context.fillStyle = palette.bubble
  box(context, { x: 0, y: 0, width, height }, 12)
  context.fill()
  context.restore()
  context.strokeStyle = palette.bubbleEdge
  context.lineWidth = 1
  context.stroke()
  tail()
  context.fillStyle = palette.bubble
  context.fill()
  context.stroke()
}
