import type { Rectangle } from '@atrium/shared/space/views.ts'

export type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** The path of a rounded rectangle, as round as it can be. */
export function box(context: Context, { x, y, width, height }: Rectangle, radius: number): void {
  context.beginPath()
  context.roundRect(x, y, width, height, Math.max(0, Math.min(radius, width / 2, height / 2)))
}

export function fillBox(context: Context, rectangle: Rectangle, { fill, radius }: { fill: string; radius: number }): void {
  context.fillStyle = fill
  box(context, rectangle, radius)
  context.fill()
}

export function fillDisc(context: Context, at: { x: number; y: number }, { fill, radius }: { fill: string; radius: number }): void {
  context.fillStyle = fill
  context.beginPath()
  context.arc(at.x, at.y, radius, 0, Math.PI * 2)
  context.fill()
}

/** Always the same number from 0 to 1 for a place: for what should not look alike. */
export function chanceAt({ x, y }: { x: number; y: number }): number {
  const mixed = Math.imul(Math.round(x) * 374_761_393 + Math.round(y) * 668_265_263, 1_274_126_177)
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32
}
