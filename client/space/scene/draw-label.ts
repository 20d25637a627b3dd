import { AVATAR_RADIUS, type AvatarLook } from './draw-avatar.ts'
import type { Palette } from './palette.ts'
import { box } from './shapes.ts'
import { createSpriteCache, drawSprite, type Sprite } from './sprites.ts'
import { shortened } from './text.rules.ts'

const LONGEST_NAME = 18
const LONGEST_STATUS = 22
/** Further out than this there is room for first names alone. */
const SMALL_ZOOM = 0.85
const NAME_FONT = '550 11.5px "Inter Variable", sans-serif'
const STATUS_FONT = '450 10.5px "Inter Variable", sans-serif'

/** The name under an avatar, and what they say of themselves; as large on the screen however far one has zoomed out. */
export function createLabelPainter(palette: Palette, { scale, zoom }: { scale: number; zoom: number }) {
  const spriteOf = createSpriteCache((look: AvatarLook) => paint(linesFor(look, zoom), palette, { scale, zoom }))
  return (context: CanvasRenderingContext2D, look: AvatarLook, { x, y, grown }: { x: number; y: number; grown: number }) => {
    const sprite = spriteOf(`${look.mine}${look.person.name}\n${look.statusText}`, look)
    context.globalAlpha = grown
    drawSprite(context, sprite, { x, y: y + AVATAR_RADIUS + 7 })
    context.globalAlpha = 1
  }
}

function linesFor({ mine, person, statusText }: AvatarLook, zoom: number): { name: string; status: string } {
  const isSmall = zoom < SMALL_ZOOM
  const name = isSmall ? (person.name.split(' ')[0] ?? person.name) : person.name
  return { name: mine ? 'You' : shortened(name, LONGEST_NAME), status: isSmall ? '' : shortened(statusText.trim(), LONGEST_STATUS) }
}

function paint(lines: { name: string; status: string }, palette: Palette, view: { scale: number; zoom: number }): Sprite {
  const grow = 1 / Math.min(1, view.zoom)
  const measure = new OffscreenCanvas(1, 1).getContext('2d')
  const widthIn = (font: string, text: string) => {
    if (!measure) return 0
    measure.font = font
    return measure.measureText(text).width
  }
  const width = Math.max(widthIn(NAME_FONT, lines.name), widthIn(STATUS_FONT, lines.status)) + 15
  const height = lines.status === '' ? 19 : 33
  const picture = new OffscreenCanvas(Math.ceil((width + 2) * grow * view.scale), Math.ceil((height + 2) * grow * view.scale))
  const context = picture.getContext('2d')
  if (context) {
    context.scale(view.scale * grow, view.scale * grow)
    context.translate(1 + width / 2, 1)
    context.fillStyle = palette.label
    context.strokeStyle = palette.labelEdge
    context.lineWidth = 1
    box(context, { x: -width / 2, y: 0, width, height }, 9)
    context.fill()
    context.stroke()
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.font = NAME_FONT
    context.fillStyle = palette.labelText
    context.fillText(lines.name, 0, 10)
    context.font = STATUS_FONT
    context.fillStyle = palette.labelSoft
    context.fillText(lines.status, 0, 23.5)
  }
  return { picture, width: (width + 2) * grow, height: (height + 2) * grow, centerX: ((width + 2) * grow) / 2, centerY: 0 }
}
