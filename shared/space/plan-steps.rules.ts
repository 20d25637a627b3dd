import { newId, type PieceId, type RoomId } from '../ids.ts'
import { piecesIn, type ListName, type MapChange, type MapPlan, type PieceChange, type RoomPlan } from './map-plan.ts'
import type { MapPiece, Rectangle } from './views.ts'
import { overlap } from './walls.rules.ts'

/** How thick walls are that are drawn with a room, and how wide its door. */
export const WALL = 16
const DOOR = 96

/** One thing on the map. */
export interface Picked {
  list: ListName
  id: PieceId | RoomId
}

export function pieceOf(plan: MapPlan, { list, id }: Picked): MapPiece | RoomPlan | null {
  return piecesIn(plan, list).find((piece) => piece.id === id) ?? null
}

/** A room with walls around it where none stand yet, and a door in its longest new one: towards the middle of the map if that is one. */
export function walledRoom(plan: MapPlan, room: RoomPlan): MapChange[] {
  const sides = sidesOf(room).map((side) => ({ ...side, wall: clipped(side.wall, plan.map) }))
  const fresh = sides.filter(({ wall }) => wall !== null && !plan.map.walls.some((known) => covers(known, wall)))
  const walls = fresh.map(({ wall }) => ({ id: newId<PieceId>(), ...wall! }))
  const middle = { x: plan.map.width / 2, y: plan.map.height / 2 }
  const towards = fresh.toSorted((one, other) => distance(one.wall!, middle) - distance(other.wall!, middle))[0]
  const door = towards?.wall ? [{ id: newId<PieceId>(), ...doorIn(towards.wall) }] : []
  return [
    { list: 'rooms', before: null, after: room },
    ...walls.map((after): MapChange => ({ list: 'walls', before: null, after })),
    ...door.map((after): MapChange => ({ list: 'doors', before: null, after })),
  ]
}

/** Moves a thing; a room takes along its walls and doors, unless another room needs them, and what stands in it. */
export function moved(plan: MapPlan, picked: Picked, by: { x: number; y: number }): MapChange[] {
  return withContents(plan, picked).flatMap(({ list, id }) => {
    const before = pieceOf(plan, { list, id })
    return before ? [{ list, before, after: { ...before, x: before.x + by.x, y: before.y + by.y } } as PieceChange] : []
  })
}

/** Gives a thing another place and size; a room's own walls and doors follow its edges. */
export function resized(plan: MapPlan, picked: Picked, to: Rectangle): MapChange[] {
  const before = pieceOf(plan, picked)
  if (!before) return []
  const { x, y, width, height } = to
  const change = { list: picked.list, before, after: { ...before, x, y, width, height } } as PieceChange
  return picked.list === 'rooms' ? [change, ...edgesFollow(plan, before as RoomPlan, to)] : [change]
}

/** Takes a thing away; with a room go its walls and doors, unless another room needs them. */
export function removed(plan: MapPlan, picked: Picked): MapChange[] {
  return withContents(plan, picked).flatMap(({ list, id }) => {
    if (list === 'furniture' && picked.list === 'rooms') return []
    const before = pieceOf(plan, { list, id })
    return before ? [{ list, before, after: null } as PieceChange] : []
  })
}

function withContents(plan: MapPlan, picked: Picked): Picked[] {
  const room = picked.list === 'rooms' ? (pieceOf(plan, picked) as RoomPlan | null) : null
  if (!room) return [picked]
  return [picked, ...ownEdges(plan, room), ...standingIn(plan, room)]
}

function standingIn({ map }: MapPlan, room: Rectangle): Picked[] {
  const isIn = (piece: Rectangle) => holds(room, piece)
  return [
    ...map.furniture.filter(isIn).map(({ id }): Picked => ({ list: 'furniture', id })),
    ...map.portals.filter(isIn).map(({ id }): Picked => ({ list: 'portals', id })),
  ]
}

/** Walls and doors on its edges that are on the edge of no other room, nor of the map. */
function ownEdges(plan: MapPlan, room: RoomPlan): Picked[] {
  const around = grown(room, WALL / 2)
  const isOwn = (piece: Rectangle) =>
    holds(around, piece) &&
    !holds(grown(room, -WALL), piece) &&
    !isOuter(plan, piece) &&
    !plan.rooms.some(
      (other) =>
        other.id !== room.id && overlap(grown(other, WALL / 2 - 1), piece) && sidesOf(other).some(({ wall }) => overlapsAlong(wall, piece)),
    )
  return (['walls', 'doors'] as const).flatMap((list) => plan.map[list].filter(isOwn).map(({ id }): Picked => ({ list, id })))
}

function edgesFollow(plan: MapPlan, room: RoomPlan, to: Rectangle): MapChange[] {
  return ownEdges(plan, room).flatMap((picked) => {
    const before = pieceOf(plan, picked)
    if (!before) return []
    const after = { ...before, ...following(before, room, { to, stretches: picked.list === 'walls' }) }
    return [{ list: picked.list, before, after } as PieceChange]
  })
}

function following(piece: Rectangle, from: Rectangle, { to, stretches }: { to: Rectangle; stretches: boolean }): Rectangle {
  const across = along([piece.x, piece.width], [from.x, from.width], { to: [to.x, to.width], stretches })
  const down = along([piece.y, piece.height], [from.y, from.height], { to: [to.y, to.height], stretches })
  return { x: across[0], y: down[0], width: across[1], height: down[1] }
}

/** Where a span on a room's edge goes: with the edge it lies on, or stretched between the two that it reaches; a door stays in the middle. */
function along(
  [at, length]: [number, number],
  [start, size]: [number, number],
  { to: [newStart, newSize], stretches }: { to: [number, number]; stretches: boolean },
): [number, number] {
  // Walls between two others end where those begin.
  const slack = stretches ? WALL : 0
  const [atStart, atEnd] = [at <= start + slack, at + length >= start + size - slack]
  if (atStart && atEnd) return [at + newStart - start, length + newSize - size]
  if (atStart) return [at + newStart - start, length]
  if (atEnd) return [at + newStart + newSize - start - size, length]
  if (stretches) return [at, length]
  return [newStart + Math.round((newSize - length) / 2), length]
}

function sidesOf({ x, y, width, height }: Rectangle): { wall: Rectangle }[] {
  const half = WALL / 2
  return [
    { wall: { x: x - half, y: y + height - half, width: width + WALL, height: WALL } },
    { wall: { x: x - half, y: y - half, width: width + WALL, height: WALL } },
    { wall: { x: x - half, y: y + half, width: WALL, height: height - WALL } },
    { wall: { x: x + width - half, y: y + half, width: WALL, height: height - WALL } },
  ]
}

function doorIn({ x, y, width, height }: Rectangle): Rectangle {
  const isLevel = width > height
  const door = Math.max(32, Math.min(DOOR, Math.floor((isLevel ? width : height) / 2 / 8) * 8))
  if (isLevel) return { x: x + Math.round((width - door) / 2), y, width: door, height }
  return { x, y: y + Math.round((height - door) / 2), width, height: door }
}

/** What is left of a wall inside the map; null when that is as good as nothing. */
function clipped({ x, y, width, height }: Rectangle, map: { width: number; height: number }): Rectangle | null {
  const [left, top] = [Math.max(0, x), Math.max(0, y)]
  const [right, bottom] = [Math.min(map.width, x + width), Math.min(map.height, y + height)]
  return right - left < WALL / 2 || bottom - top < WALL / 2 ? null : { x: left, y: top, width: right - left, height: bottom - top }
}

/** Whether a wall stands there already, as far as anybody can see. */
function covers(known: Rectangle, wall: Rectangle | null): boolean {
  return wall !== null && holds(grown(known, WALL), wall)
}

function overlapsAlong(side: Rectangle, piece: Rectangle): boolean {
  const isLevel = side.width > side.height
  const shared = isLevel
    ? Math.min(side.x + side.width, piece.x + piece.width) - Math.max(side.x, piece.x)
    : Math.min(side.y + side.height, piece.y + piece.height) - Math.max(side.y, piece.y)
  return overlap(side, piece) && shared > WALL
}

/** A wall of the map itself. */
function isOuter({ map }: MapPlan, { x, y, width, height }: Rectangle): boolean {
  return width > height ? y === 0 || y + height === map.height : x === 0 || x + width === map.width
}

function holds(outer: Rectangle, inner: Rectangle): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  )
}

function grown({ x, y, width, height }: Rectangle, by: number): Rectangle {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by }
}

function distance({ x, y, width, height }: Rectangle, to: { x: number; y: number }): number {
  return Math.hypot(x + width / 2 - to.x, y + height / 2 - to.y)
}
