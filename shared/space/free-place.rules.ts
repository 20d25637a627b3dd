import { BODY_RADIUS, clampToMap, distanceBetween, isFree, type Point } from './collision.rules.ts'
import type { Rectangle, SpaceMap } from './views.ts'

/** How far apart two people stand, across and down, and how far from what is solid: so that no name or avatar lies on anything; and so that avatars just do not touch. */
const ROOMY = { across: 104, down: 68, clearance: 20 }
const CLOSE = { across: 42, down: 42, clearance: BODY_RADIUS }
/** Between the places that are looked at, in map units. */
const STEP = 16
/** Around the point where people come in, when it lies in no room. */
const ENTRANCE = 320

export interface Placing {
  map: SpaceMap
  /** Where everybody else stands. */
  taken: readonly Point[]
  /** What the rooms' rules say to standing there. */
  isAllowed: (at: Point) => boolean
}

/**
 * Where somebody comes to stand who wants to be at a point: there, or as near as anybody can be without standing on somebody else; in
 * the area if there is room, with their names side by side if possible. In whole units; null when they may stand nowhere at all.
 */
export function placeNear(near: Point, area: Rectangle | null, placing: Placing): Point | null {
  const { map } = placing
  const start = { x: Math.round(near.x), y: Math.round(near.y) }
  const close = area ?? { x: start.x - ENTRANCE / 2, y: start.y - ENTRANCE / 2, width: ENTRANCE, height: ENTRANCE }
  const anywhere = { x: 0, y: 0, width: map.width, height: map.height }
  const inside = placesIn(close, start)
  const nearby = firstFree([start, ...inside], ROOMY, placing) ?? firstFree(inside, CLOSE, placing)
  if (nearby) return nearby
  const outside = placesIn(anywhere, start)
  return firstFree(outside, CLOSE, placing) ?? firstFree(outside, null, placing)
}

/** In the area and nowhere else: as near to its middle as anybody can be without standing on somebody else; the middle when nothing is free. */
export function placeWithin(area: Rectangle, { map, taken }: Pick<Placing, 'map' | 'taken'>): Point {
  const middle = clampToMap(map, { x: Math.round(area.x + area.width / 2), y: Math.round(area.y + area.height / 2) })
  const placing = { map, taken, isAllowed: () => true }
  const places = placesIn(area, middle)
  return firstFree(places, ROOMY, placing) ?? firstFree(places, CLOSE, placing) ?? firstFree(places, null, placing) ?? middle
}

/** The nearest place where somebody fits, whoever stands there; null when there is none that is allowed. In whole units. */
export function nearestFree(map: SpaceMap, from: Point, isAllowed: (at: Point) => boolean): Point | null {
  const at = clampToMap(map, { x: Math.round(from.x), y: Math.round(from.y) })
  const placing = { map, taken: [], isAllowed }
  const close = { x: at.x - ENTRANCE / 2, y: at.y - ENTRANCE / 2, width: ENTRANCE, height: ENTRANCE }
  // In a circle that the square holds nothing nearer lies outside of it.
  const near = placesIn(close, at).filter((place) => distanceBetween(place, at) <= ENTRANCE / 2 - BODY_RADIUS)
  return firstFree(near, null, placing) ?? firstFree(placesIn({ x: 0, y: 0, width: map.width, height: map.height }, at), null, placing)
}

function firstFree(places: readonly Point[], apart: typeof ROOMY | null, { map, taken, isAllowed }: Placing): Point | null {
  const isAlone = (at: Point) =>
    apart === null || taken.every(({ x, y }) => Math.abs(at.x - x) >= apart.across || Math.abs(at.y - y) >= apart.down)
  return places.find((at) => isFree(map, at, apart?.clearance) && isAlone(at) && isAllowed(at)) ?? null
}

/** A grid through the point over the area, the nearest first; a body's width from the area's edges. */
function placesIn({ x, y, width, height }: Rectangle, from: Point): Point[] {
  const places: Point[] = []
  for (let down = y + BODY_RADIUS + offset(from.y - y); down <= y + height - BODY_RADIUS; down += STEP) {
    for (let across = x + BODY_RADIUS + offset(from.x - x); across <= x + width - BODY_RADIUS; across += STEP) {
      places.push({ x: across, y: down })
    }
  }
  return places.toSorted((a, b) => distanceBetween(a, from) - distanceBetween(b, from))
}

/** From the edge's first place to the first of the grid. */
function offset(distance: number): number {
  return (((distance - BODY_RADIUS) % STEP) + STEP) % STEP
}
