import type { Rectangle, SpaceMap } from './views.ts'
import { standingWalls } from './walls.rules.ts'

export interface Point {
  x: number
  y: number
}

/** Half the side of the square that an avatar's feet take up, in map units. */
export const BODY_RADIUS = 10

/** What nobody walks through: walls and solid furniture. */
export function solidsOf(map: SpaceMap): readonly Rectangle[] {
  return obstaclesOf(map, 0)
}

const obstacles = new WeakMap<SpaceMap, Map<number, readonly Rectangle[]>>()

/** A square that meets a solid is a point that meets the solid grown by the square's radius. Kept with the map, which is never changed in place. */
function obstaclesOf(map: SpaceMap, radius: number): readonly Rectangle[] {
  const byRadius = obstacles.get(map) ?? new Map<number, readonly Rectangle[]>()
  const known = byRadius.get(radius)
  if (known) return known
  const solids = [...standingWalls(map), ...map.furniture.filter((piece) => piece.solid)]
  const grown = solids.map(({ x, y, width, height }) => ({
    x: x - radius,
    y: y - radius,
    width: width + 2 * radius,
    height: height + 2 * radius,
  }))
  obstacles.set(map, byRadius.set(radius, grown))
  return grown
}

/** Whether a square of this radius fits at the point: inside the map and in nothing solid. Touching is fine. */
export function isFree(map: SpaceMap, point: Point, radius: number = BODY_RADIUS): boolean {
  return isInside(map, point, radius) && !obstaclesOf(map, radius).some((obstacle) => contains(obstacle, point))
}

/**
 * How far a square of this radius gets on the straight way, from 0 to 1: until it leaves the map or runs into something
 * solid. What it already stands in does not hold it, so that nobody is caught where the map was edited.
 */
export function freeFraction(map: SpaceMap, way: { from: Point; to: Point }, radius: number = BODY_RADIUS): number {
  let fraction = boundsFraction(map, way, radius)
  for (const obstacle of obstaclesOf(map, radius)) {
    if (!contains(obstacle, way.from)) fraction = Math.min(fraction, fractionUntil(obstacle, way))
  }
  return fraction
}

/** Whether the straight way is free all along. */
export function isWayFree(map: SpaceMap, way: { from: Point; to: Point }, radius: number = BODY_RADIUS): boolean {
  return freeFraction(map, way, radius) === 1
}

/** Whether a wall stands on the straight way; furniture does not keep people apart. */
export function isWallBetween(map: SpaceMap, way: { from: Point; to: Point }): boolean {
  return standingWalls(map).some((wall) => fractionUntil(wall, way) < 1)
}

export function distanceBetween(from: Point, to: Point): number {
  return Math.hypot(to.x - from.x, to.y - from.y)
}

export function clampToMap(map: SpaceMap, { x, y }: Point, radius: number = BODY_RADIUS): Point {
  return { x: Math.min(Math.max(x, radius), map.width - radius), y: Math.min(Math.max(y, radius), map.height - radius) }
}

function contains({ x, y, width, height }: Rectangle, point: Point): boolean {
  return point.x > x && point.x < x + width && point.y > y && point.y < y + height
}

function isInside(map: SpaceMap, { x, y }: Point, radius: number): boolean {
  return x >= radius && y >= radius && x <= map.width - radius && y <= map.height - radius
}

/** Where the way enters the rectangle's inside, as a fraction of it; 1 when it does not. */
function fractionUntil(rectangle: Rectangle, { from, to }: { from: Point; to: Point }): number {
  const across = span(from.x, to.x, rectangle.x, rectangle.x + rectangle.width)
  const down = span(from.y, to.y, rectangle.y, rectangle.y + rectangle.height)
  const enters = Math.max(across.enters, down.enters)
  const leaves = Math.min(across.leaves, down.leaves)
  return enters < leaves && leaves > 0 && enters < 1 ? Math.max(0, enters) : 1
}

/** When a coordinate that moves from `from` to `to` in a time of 1 is strictly between `low` and `high`. */
function span(from: number, to: number, low: number, high: number): { enters: number; leaves: number } {
  if (from === to) return from > low && from < high ? { enters: -Infinity, leaves: Infinity } : { enters: Infinity, leaves: -Infinity }
  const [a, b] = [(low - from) / (to - from), (high - from) / (to - from)]
  return { enters: Math.min(a, b), leaves: Math.max(a, b) }
}

function boundsFraction(map: SpaceMap, { from, to }: { from: Point; to: Point }, radius: number): number {
  const limit = (start: number, end: number, size: number): number => {
    if (end < radius && end < start) return Math.max(0, (start - radius) / (start - end))
    if (end > size - radius && end > start) return Math.max(0, (size - radius - start) / (end - start))
    return 1
  }
  return Math.min(limit(from.x, to.x, map.width), limit(from.y, to.y, map.height))
}
