import type { PersonView } from '@atrium/shared/identity/views.ts'
import type { Status } from '@atrium/shared/space/views.ts'
import { avatarColor, initialsOf } from '../../ui/avatar.rules.ts'
import { createSpriteCache, type Sprite } from './sprites.ts'
import type { Palette } from './palette.ts'
import { fillDisc, type Context } from './shapes.ts'

export const AVATAR_RADIUS = 18
/** Room around the circle for halo, dot and shadow, in map units. */
const BODY = { width: 60, height: 64, centerX: 30, centerY: 30 }

export interface AvatarLook {
  person: Pick<PersonView, 'name' | 'hue' | 'kind'>
  status: Status
  statusText: string
  mine: boolean
}

/** How a body is drawn just now. */
export interface Pose {
  x: number
  y: number
  /** Off the ground while walking, in map units. */
  lift: number
  /** From 0 to 1 while they come in. */
  grown: number
}

/** Draws each look once and keeps the picture: a moving avatar is one copy of it. The context's units are map units. */
export function createBodyPainter(palette: Palette, scale: number) {
  const spriteOf = createSpriteCache((look: AvatarLook) => paint(look, palette, scale))
  return (context: CanvasRenderingContext2D, look: AvatarLook, { x, y, lift, grown }: Pose) => {
    drawShadow(context, { x, y, lift, grown }, palette)
    const sprite = spriteOf(`${initialsOf(look.person.name)}\n${look.person.hue}${look.person.kind}${look.status}${look.mine}`, look)
    context.globalAlpha = grown * (look.status === 'away' ? 0.72 : 1)
    const size = 0.6 + 0.4 * grown
    context.drawImage(
      sprite.picture,
      x - sprite.centerX * size,
      y - lift - sprite.centerY * size,
      sprite.width * size,
      sprite.height * size,
    )
    context.globalAlpha = 1
  }
}

function drawShadow(context: Context, { x, y, lift, grown }: Pose, palette: Palette): void {
  context.fillStyle = palette.shadow
  context.beginPath()
  const spread = (1 - lift / 24) * grown
  context.ellipse(x, y + AVATAR_RADIUS - 1, AVATAR_RADIUS * 0.95 * spread, 7 * spread, 0, 0, Math.PI * 2)
  context.fill()
}

function paint(look: AvatarLook, palette: Palette, scale: number): Sprite {
  const picture = new OffscreenCanvas(Math.ceil(BODY.width * scale), Math.ceil(BODY.height * scale))
  const context = picture.getContext('2d')
  if (!context) return { picture, ...BODY }
  context.scale(scale, scale)
  context.translate(BODY.centerX, BODY.centerY)
  paintBody(context, look, palette)
  paintStatus(context, look.status, palette)
  return { picture, ...BODY }
}

function shape(context: OffscreenCanvasRenderingContext2D, look: AvatarLook, radius: number): void {
  context.beginPath()
  if (look.person.kind === 'visitor') context.roundRect(-radius, -radius, radius * 2, radius * 2, radius * 0.45)
  else context.arc(0, 0, radius, 0, Math.PI * 2)
}

function paintBody(context: OffscreenCanvasRenderingContext2D, look: AvatarLook, palette: Palette): void {
  context.fillStyle = look.mine ? palette.accent : palette.halo
  shape(context, look, AVATAR_RADIUS + 2.5)
  context.fill()
  if (look.mine) {
    context.fillStyle = palette.halo
    shape(context, look, AVATAR_RADIUS + 0.8)
    context.fill()
  }
  const color = avatarColor(look.person.hue)
  context.fillStyle = color
  shape(context, look, look.mine ? AVATAR_RADIUS - 0.7 : AVATAR_RADIUS)
  context.fill()
  const shine = context.createLinearGradient(0, -AVATAR_RADIUS, 0, AVATAR_RADIUS)
  shine.addColorStop(0, 'rgba(255, 255, 255, 0.16)')
  shine.addColorStop(0.5, 'rgba(255, 255, 255, 0)')
  context.fillStyle = shine
  context.fill()
  context.fillStyle = '#ffffff'
  context.font = '650 13px "Inter Variable", sans-serif'
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(initialsOf(look.person.name), 0, 0.8)
}

/** The shapes of `ui/status-dot.tsx`. */
function paintStatus(context: OffscreenCanvasRenderingContext2D, status: Status, palette: Palette): void {
  const at = { x: AVATAR_RADIUS * 0.72, y: AVATAR_RADIUS * 0.72 }
  fillDisc(context, at, { fill: palette.halo, radius: 7 })
  fillDisc(context, at, { fill: palette.status[status], radius: 5 })
  if (status === 'away') fillDisc(context, at, { fill: palette.halo, radius: 2.6 })
  if (status !== 'dnd') return
  context.fillStyle = '#ffffff'
  context.fillRect(at.x - 2.8, at.y - 0.9, 5.6, 1.8)
}
