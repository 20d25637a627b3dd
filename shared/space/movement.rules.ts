import type { Rectangle, SpaceMap } from './views.ts'

export interface Point {
  x: number
  y: number
}

/** How fast an avatar walks, in map units (32 are one tile). */
export const WALK_UNITS_PER_SECOND = 192
/** What a clock that is not ours, and rounding, may add. */
const SLACK_UNITS = 4

/** Walls and solid furniture: what nobody walks through. Standing on its edge is fine. */
export function solidsOf(map: SpaceMap): readonly Rectangle[] {
  let solids = known.get(map)
  if (!solids) {
    solids = [...map.walls, ...map.furniture.filter((piece) => piece.solid)]
    known.set(map, solids)
  }
  return solids
}
const known = new WeakMap<SpaceMap, readonly Rectangle[]>()

export function canStand(map: SpaceMap, { x, y }: Point): boolean {
  if (x < 0 || y < 0 || x > map.width || y > map.height) return false
  return !solidsOf(map).some((solid) => x > solid.x && x < solid.x + solid.width && y > solid.y && y < solid.y + solid.height)
}

/** How long the straight way takes, in ms. */
export function walkMs(from: Point, to: Point): number {
  return (Math.hypot(to.x - from.x, to.y - from.y) * 1000) / WALK_UNITS_PER_SECOND
}

/**
 * Whether someone can have walked straight from one point to another in the time, without passing through anything solid.
 * If not, `at` is as far as they came.
 */
export function checkMove(map: SpaceMap, from: Point, to: Point, elapsedMs: number): { ok: true } | { ok: false; at: Point } {
  const distance = Math.hypot(to.x - from.x, to.y - from.y)
  if (distance === 0) return { ok: true }
  const reach = Math.min(1, ((Math.max(0, elapsedMs) / 1000) * WALK_UNITS_PER_SECOND + SLACK_UNITS) / distance)
  const way = Math.min(reach, clearPart(map, from, to))
  if (way === 1) return { ok: true }
  const at = { x: towards(from.x, to.x, way), y: towards(from.y, to.y, way) }
  return { ok: false, at: canStand(map, at) ? at : { x: from.x, y: from.y } }
}

/** Rounded back towards where they came from, so that nobody is rounded into a wall. */
function towards(from: number, to: number, part: number): number {
  const value = from + (to - from) * part
  return to > from ? Math.floor(value) : Math.ceil(value)
}

/** The part of the way, 0 to 1, that is on the map and free. */
function clearPart(map: SpaceMap, from: Point, to: Point): number {
  let part = Math.min(insidePart(from.x, to.x, map.width), insidePart(from.y, to.y, map.height))
  for (const solid of solidsOf(map)) part = Math.min(part, entryInto(solid, from, to))
  return part
}

function insidePart(from: number, to: number, size: number): number {
  if (to < 0) return from / (from - to)
  if (to > size) return (size - from) / (to - from)
  return 1
}

/** Where on the way the inside of a rectangle begins; 1 when it is not entered. Out of one that they already stand in everybody may walk. */
function entryInto(solid: Rectangle, from: Point, to: Point): number {
  const across = overlap(from.x, to.x, { start: solid.x, end: solid.x + solid.width })
  if (!across) return 1
  const along = overlap(from.y, to.y, { start: solid.y, end: solid.y + solid.height })
  if (!along) return 1
  const enter = Math.max(across.enter, along.enter)
  const leave = Math.min(across.leave, along.leave)
  return enter < leave && enter >= 0 && enter < 1 ? enter : 1
}

function overlap(from: number, to: number, span: { start: number; end: number }): { enter: number; leave: number } | null {
  const step = to - from
  if (step === 0) return from > span.start && from < span.end ? { enter: -Infinity, leave: Infinity } : null
  const [one, other] = [(span.start - from) / step, (span.end - from) / step]
  return { enter: Math.min(one, other), leave: Math.max(one, other) }
}
