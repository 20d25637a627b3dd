import type { PersonView } from '@atrium/shared/identity/views.ts'
import type { Status } from '@atrium/shared/space/views.ts'
import { avatarColor, initialsOf } from '../../ui/avatar.rules.ts'
import type { Palette } from './palette.ts'

export const AVATAR_RADIUS = 17
/** Room around the circle for halo, dot and name, in map units. */
const SPRITE = { width: 168, height: 78, centerX: 84, centerY: 26 }
const LONGEST_NAME = 18

export interface AvatarLook {
  person: Pick<PersonView, 'name' | 'hue' | 'kind'>
  status: Status
  mine: boolean
}

/** Draws each look once and keeps the picture: a moving avatar is one copy of it. */
export function createAvatarPainter(palette: Palette, scale: number) {
  const sprites = new Map<string, OffscreenCanvas>()
  const spriteOf = (look: AvatarLook) => {
    const key = `${look.person.name}\n${look.person.hue}${look.person.kind}${look.status}${look.mine}`
    const known = sprites.get(key)
    if (known) return known
    const sprite = paint(look, palette, scale)
    if (sprites.size > 1_000) sprites.clear()
    sprites.set(key, sprite)
    return sprite
  }
  return {
    scale,
    /** At a map point; the context's units are map units. */
    draw(context: CanvasRenderingContext2D, look: AvatarLook, at: { x: number; y: number }) {
      context.drawImage(spriteOf(look), at.x - SPRITE.centerX, at.y - SPRITE.centerY, SPRITE.width, SPRITE.height)
    },
  }
}
export type AvatarPainter = ReturnType<typeof createAvatarPainter>

function paint(look: AvatarLook, palette: Palette, scale: number): OffscreenCanvas {
  const sprite = new OffscreenCanvas(Math.ceil(SPRITE.width * scale), Math.ceil(SPRITE.height * scale))
  const context = sprite.getContext('2d')
  if (!context) return sprite
  context.scale(scale, scale)
  context.translate(SPRITE.centerX, SPRITE.centerY)
  paintBody(context, look, palette)
  paintStatus(context, look.status, palette)
  paintName(context, look, palette)
  return sprite
}

function shape(context: OffscreenCanvasRenderingContext2D, look: AvatarLook, radius: number): void {
  context.beginPath()
  if (look.person.kind === 'visitor') context.roundRect(-radius, -radius, radius * 2, radius * 2, radius * 0.45)
  else context.arc(0, 0, radius, 0, Math.PI * 2)
}

function paintBody(context: OffscreenCanvasRenderingContext2D, look: AvatarLook, palette: Palette): void {
  context.fillStyle = palette.shadow
  context.beginPath()
  context.ellipse(0, AVATAR_RADIUS - 1, AVATAR_RADIUS * 0.95, 7, 0, 0, Math.PI * 2)
  context.fill()
  context.fillStyle = look.mine ? palette.accent : palette.halo
  shape(context, look, AVATAR_RADIUS + 2.5)
  context.fill()
  if (look.mine) {
    context.fillStyle = palette.halo
    shape(context, look, AVATAR_RADIUS + 0.8)
    context.fill()
  }
  context.fillStyle = avatarColor(look.person.hue)
  shape(context, look, look.mine ? AVATAR_RADIUS - 0.7 : AVATAR_RADIUS)
  context.fill()
  context.fillStyle = '#ffffff'
  context.font = '650 13px "Inter Variable", sans-serif'
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(initialsOf(look.person.name), 0, 0.8)
}

function paintStatus(context: OffscreenCanvasRenderingContext2D, status: Status, palette: Palette): void {
  const [x, y] = [AVATAR_RADIUS * 0.72, AVATAR_RADIUS * 0.72]
  const disc = (radius: number, fill: string) => {
    context.fillStyle = fill
    context.beginPath()
    context.arc(x, y, radius, 0, Math.PI * 2)
    context.fill()
  }
  disc(7, palette.halo)
  disc(5, palette.status[status])
  if (status === 'away') disc(2.6, palette.halo)
  if (status !== 'dnd') return
  context.fillStyle = '#ffffff'
  context.fillRect(x - 2.8, y - 0.9, 5.6, 1.8)
}

function paintName(context: OffscreenCanvasRenderingContext2D, look: AvatarLook, palette: Palette): void {
  const name = look.mine ? 'You' : shortened(look.person.name)
  context.font = '550 11.5px "Inter Variable", sans-serif'
  const width = context.measureText(name).width + 14
  context.fillStyle = palette.label
  context.beginPath()
  context.roundRect(-width / 2, AVATAR_RADIUS + 8, width, 19, 9.5)
  context.fill()
  context.fillStyle = palette.labelText
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(name, 0, AVATAR_RADIUS + 18)
}

function shortened(name: string): string {
  const characters = Array.from(new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(name), ({ segment }) => segment)
  return characters.length <= LONGEST_NAME
    ? name
    : `${characters
        .slice(0, LONGEST_NAME - 1)
        .join('')
        .trimEnd()}…`
}
