import type { Point } from '@atrium/shared/space/movement.rules.ts'

export interface Size {
  width: number
  height: number
}
/** The map point in the view's upper left corner, and pixels per map unit. */
export interface Camera extends Point {
  zoom: number
}

/** Air around a map that is smaller than the view, and beyond its edge otherwise, in map units. */
const MARGIN = 40
const MIN_ZOOM = 1
/** On a phone a little more of the floor is worth smaller people. */
const MIN_PHONE_ZOOM = 0.85
const PHONE_PX = 600
const MAX_ZOOM = 1.5

/** As large as the whole map allows, within what is good to look at. `wish` is the person's own factor. */
export function zoomFor(view: Size, map: Size, wish: number): number {
  const fit = Math.min(view.width / (map.width + 2 * MARGIN), view.height / (map.height + 2 * MARGIN))
  return Math.min(2.5, Math.max(0.4, Math.min(MAX_ZOOM, Math.max(view.width < PHONE_PX ? MIN_PHONE_ZOOM : MIN_ZOOM, fit)) * wish))
}

/** Centres the focus, without showing more than the margin beyond the map; a map smaller than the view is centred itself. */
export function cameraFor(focus: Point, view: Size, map: Size & { zoom: number }): Camera {
  const { zoom } = map
  return { x: along(focus.x, view.width / zoom, map.width), y: along(focus.y, view.height / zoom, map.height), zoom }
}

function along(focus: number, seen: number, size: number): number {
  if (size + 2 * MARGIN <= seen) return (size - seen) / 2
  return Math.min(size + MARGIN - seen, Math.max(-MARGIN, focus - seen / 2))
}

export function toMap(camera: Camera, pixel: Point): Point {
  return { x: camera.x + pixel.x / camera.zoom, y: camera.y + pixel.y / camera.zoom }
}

/** One step of a camera that follows smoothly, whatever the frame rate. @returns the goal itself once it is next to it. */
export function glide(from: Camera, to: Camera, elapsedMs: number): Camera {
  const isThere = Math.abs(to.zoom / from.zoom - 1) < 0.002 && Math.hypot(to.x - from.x, to.y - from.y) < 0.3
  if (isThere) return to
  const part = 1 - Math.exp(-elapsedMs / 110)
  const towards = (start: number, end: number) => start + (end - start) * part
  // What one sees grows evenly, and so its middle moves straight to the other's.
  return { x: towards(from.x, to.x), y: towards(from.y, to.y), zoom: 1 / towards(1 / from.zoom, 1 / to.zoom) }
}
