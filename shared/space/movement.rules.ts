import type { RoomId } from '../ids.ts'
import { distanceBetween, freeFraction, isFree, isWayFree, type Point } from './collision.rules.ts'
import type { Rectangle, SpaceMap } from './views.ts'

export { findPath } from './find-path.rules.ts'
export type { Point }

/** How fast an avatar walks, in map units: six tiles a second. */
export const WALK_UNITS_PER_SECOND = 192
/** How much faster than that still counts as walking: clocks and networks are not exact. */
const SPEED_TOLERANCE = 1.05
/** Coordinates travel as whole numbers: both ends of a step may be off by half a unit each way. */
const ROUNDING = 1.5
/**
 * The server sees a step only as the straight line between two reports, which cuts the corner that was walked around: so it
 * looks for a smaller body than the one that walks. Nothing of this size passes through anything solid either.
 */
const CHECKED_RADIUS = 3

/** Whether the server lets somebody be there. */
export function canStand(map: SpaceMap, at: Point): boolean {
  return isFree(map, at, CHECKED_RADIUS)
}

export type MoveCheck = { ok: true } | { ok: false; at: Point }

/** How long the straight way takes at walking speed, in ms. */
export function walkMs(from: Point, to: Point): number {
  return (distanceBetween(from, to) / WALK_UNITS_PER_SECOND) * 1_000
}

/**
 * Whether somebody can have walked straight from one point to the other in that time: not too far, through nothing solid, not
 * off the map. `at`: the furthest they can have come on that way, in whole units.
 */
export function checkMove(map: SpaceMap, from: Point, to: Point, elapsedMs: number): MoveCheck {
  if (!Number.isFinite(to.x) || !Number.isFinite(to.y)) return { ok: false, at: from }
  const distance = distanceBetween(from, to)
  const reach = reachOf(elapsedMs)
  const fraction = Math.min(freeFraction(map, { from, to }, CHECKED_RADIUS), distance > reach ? reach / distance : 1)
  return fraction === 1 ? { ok: true } : { ok: false, at: pointBefore(map, { from, to }, fraction) }
}

function reachOf(elapsedMs: number): number {
  const elapsed = Math.max(0, elapsedMs)
  // Many reports in a moment do not add up to a jump: rounding is granted once in 15 ms.
  return (WALK_UNITS_PER_SECOND * SPEED_TOLERANCE * elapsed) / 1_000 + Math.min(ROUNDING, elapsed / 10)
}

/** The last whole point of the way before the fraction: towards the start, so that rounding does not enter what stopped it. */
function pointBefore(map: SpaceMap, { from, to }: { from: Point; to: Point }, fraction: number): Point {
  const at = { x: towards(from.x, to.x, fraction), y: towards(from.y, to.y, fraction) }
  return isWayFree(map, { from, to: at }, CHECKED_RADIUS) ? at : from
}

function towards(from: number, to: number, fraction: number): number {
  const exact = from + (to - from) * fraction
  return to > from ? Math.max(from, Math.floor(exact)) : Math.min(from, Math.ceil(exact))
}

/** Where a step ends for somebody who slides along what is in the way instead of stopping at it. For the walker's own side. */
export function slide(map: SpaceMap, from: Point, to: Point): Point {
  const touch = partOf(from, to, freeFraction(map, { from, to }))
  const sideways = { x: to.x, y: touch.y }
  const across = partOf(touch, sideways, freeFraction(map, { from: touch, to: sideways }))
  const upright = { x: across.x, y: to.y }
  return partOf(across, upright, freeFraction(map, { from: across, to: upright }))
}

function partOf(from: Point, to: Point, fraction: number): Point {
  return fraction === 1 ? to : { x: from.x + (to.x - from.x) * fraction, y: from.y + (to.y - from.y) * fraction }
}

/** The room somebody stands in; its left and upper edges belong to it. */
export function roomAt(rooms: readonly (Rectangle & { id: RoomId })[], { x, y }: Point): RoomId | null {
  for (const room of rooms) if (x >= room.x && y >= room.y && x < room.x + room.width && y < room.y + room.height) return room.id
  return null
}
