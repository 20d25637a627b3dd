import type { Portal } from '@atrium/shared/space/views.ts'
import type { Palette } from './palette.ts'
import { fillBox, type Context } from './shapes.ts'

const FONT = '600 12px "Inter Variable", sans-serif'

/** A pad on the floor that one walks onto, with where it leads. */
export function drawPortal(context: Context, portal: Portal, look: { palette: Palette; name: string; zoom: number }): void {
  const { palette } = look
  const [x, y] = [portal.x + portal.width / 2, portal.y + portal.height / 2]
  context.save()
  context.globalAlpha = 0.16
  fillBox(context, portal, { fill: palette.accent, radius: 14 })
  context.globalAlpha = 1
  context.strokeStyle = palette.accent
  context.lineWidth = 2.5
  context.beginPath()
  context.roundRect(portal.x + 3, portal.y + 3, portal.width - 6, portal.height - 6, 11)
  context.stroke()
  context.lineWidth = 3
  context.lineCap = 'round'
  context.lineJoin = 'round'
  context.beginPath()
  context.moveTo(x - 8, y)
  context.lineTo(x + 8, y)
  context.moveTo(x + 2, y - 6)
  context.lineTo(x + 8, y)
  context.lineTo(x + 2, y + 6)
  context.stroke()
  context.translate(x, portal.y + portal.height + 12)
  context.scale(1 / Math.min(1, look.zoom), 1 / Math.min(1, look.zoom))
  context.font = FONT
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  const width = context.measureText(look.name).width + 16
  fillBox(context, { x: -width / 2, y: -10, width, height: 20 }, { fill: palette.label, radius: 7 })
  context.fillStyle = palette.roomName
  context.fillText(look.name, 0, 0.5)
  context.restore()
}
