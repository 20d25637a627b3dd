import { AVATAR_RADIUS } from './draw-avatar.ts'
import type { Palette } from './palette.ts'
import { createSpriteCache, drawSprite, type Sprite } from './sprites.ts'

const DISC = 16
const MARGIN = 6
const ARRIVES_MS = 320
const WAVES_MS = 1_400

/** An emoji above somebody's head; as large on the screen however far one has zoomed out. What they say stands beside it. */
export function createGesturePainter(palette: Palette, view: { scale: number; zoom: number }) {
  const spriteOf = createSpriteCache((emoji: string) => paint(emoji, palette, view))
  const grow = 1 / Math.min(1, view.zoom)
  return (
    context: CanvasRenderingContext2D,
    { emoji, shown, sinceMs }: { emoji: string; shown: number; sinceMs: number },
    { x, y, speaks, lively }: { x: number; y: number; speaks: boolean; lively: boolean },
  ) => {
    const size = lively ? overshoot(sinceMs / ARRIVES_MS) : 1
    const turn = lively && sinceMs < WAVES_MS ? Math.sin(sinceMs / 90) * 0.22 * (1 - sinceMs / WAVES_MS) : 0
    context.save()
    context.globalAlpha = shown
    context.translate(x + (speaks ? AVATAR_RADIUS + 12 * grow : 0), y - (speaks ? AVATAR_RADIUS - 2 : AVATAR_RADIUS + 5 + DISC * grow))
    context.scale(size, size)
    context.rotate(turn)
    drawSprite(context, spriteOf(emoji, emoji), { x: 0, y: 0 })
    context.restore()
  }
}

/** Whether it looks different in the next frame. */
export function isGesturing({ shown, sinceMs }: { shown: number; sinceMs: number }): boolean {
  return shown < 1 || sinceMs < WAVES_MS
}

/** From 0 to 1, a little beyond on the way. */
function overshoot(part: number): number {
  if (part >= 1) return 1
  const left = part - 1
  return 1 + 2.7 * left ** 3 + 1.7 * left ** 2
}

function paint(emoji: string, palette: Palette, { scale, zoom }: { scale: number; zoom: number }): Sprite {
  const grow = 1 / Math.min(1, zoom)
  const half = DISC + MARGIN
  const size = 2 * half * grow
  const picture = new OffscreenCanvas(Math.ceil(size * scale), Math.ceil(size * scale))
  const context = picture.getContext('2d')
  if (context) {
    context.scale(scale * grow, scale * grow)
    context.translate(half, half)
    context.save()
    context.shadowColor = palette.shadow
    context.shadowBlur = 10
    context.shadowOffsetY = 3
    context.fillStyle = palette.bubble
    context.beginPath()
    context.arc(0, 0, DISC, 0, Math.PI * 2)
    context.fill()
    context.restore()
    context.strokeStyle = palette.bubbleEdge
    context.lineWidth = 1
    context.stroke()
    context.font = '18px "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif'
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.fillStyle = palette.bubbleText
    context.fillText(emoji, 0, 1.5)
  }
  return { picture, width: size, height: size, centerX: size / 2, centerY: size / 2 }
}
