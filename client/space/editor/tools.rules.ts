import { newId, type PieceId, type RoomId, type SpaceId } from '@atrium/shared/ids.ts'
import { isFree } from '@atrium/shared/space/collision.rules.ts'
import type { MapChange, MapPlan } from '@atrium/shared/space/map-plan.ts'
import { walledRoom, WALL, type Picked } from '@atrium/shared/space/plan-steps.rules.ts'
import type { FurnitureKind, Rectangle } from '@atrium/shared/space/views.ts'
import { overlap } from '@atrium/shared/space/walls.rules.ts'

export type Tool = 'pick' | 'room' | 'wall' | 'door' | 'portal' | 'entrance' | FurnitureKind

interface ToolLook {
  label: string
  /** What a click puts down. */
  size: { width: number; height: number }
  /** It is drawn from corner to corner. */
  isDrawn?: boolean
}
export const TOOLS: Partial<Record<Tool, ToolLook>> = {
  room: { label: 'Room', size: { width: 320, height: 256 }, isDrawn: true },
  wall: { label: 'Wall', size: { width: 128, height: WALL }, isDrawn: true },
  door: { label: 'Door', size: { width: 96, height: WALL } },
  portal: { label: 'Portal', size: { width: 64, height: 64 } },
  desk: { label: 'Desk', size: { width: 96, height: 48 } },
  table: { label: 'Table', size: { width: 96, height: 64 } },
  sofa: { label: 'Sofa', size: { width: 144, height: 48 } },
  plant: { label: 'Plant', size: { width: 32, height: 32 } },
  shelf: { label: 'Shelf', size: { width: 160, height: 32 } },
  counter: { label: 'Counter', size: { width: 192, height: 40 } },
  board: { label: 'Board', size: { width: 128, height: 16 } },
  rug: { label: 'Rug', size: { width: 192, height: 128 }, isDrawn: true },
  entrance: { label: 'Entrance', size: { width: 0, height: 0 } },
}
export const FLAT: readonly FurnitureKind[] = ['wood', 'tiles', 'carpet', 'rug']
/** Half a tile. */
export const STEP = 16

export function snapped(value: number): number {
  return Math.round(value / STEP) * STEP
}

/** What was meant by a drag from one point to another: at least half a tile in each direction, and for a wall as thick as walls are. */
export function drawnRectangle(tool: Tool, from: { x: number; y: number }, to: { x: number; y: number }): Rectangle {
  const [x, y] = [snapped(Math.min(from.x, to.x)), snapped(Math.min(from.y, to.y))]
  const [width, height] = [Math.max(STEP, snapped(Math.abs(to.x - from.x))), Math.max(STEP, snapped(Math.abs(to.y - from.y)))]
  if (tool !== 'wall') return { x, y, width, height }
  return width >= height ? { x, y: snapped(from.y), width, height: WALL } : { x: snapped(from.x), y, width: WALL, height }
}

/** Around the point where it was put down; a door turns as the wall does that it is put in. */
export function placedRectangle(plan: MapPlan, tool: Tool, at: { x: number; y: number }): Rectangle {
  const { width, height } = TOOLS[tool]?.size ?? { width: STEP, height: STEP }
  const wall = tool === 'door' ? nearestWall(plan, at) : undefined
  if (wall) {
    const isLevel = wall.width >= wall.height
    const length = Math.min(width, isLevel ? wall.width : wall.height)
    const along = (start: number, size: number, point: number) =>
      Math.min(start + size - length, Math.max(start, snapped(point - length / 2)))
    return isLevel
      ? { x: along(wall.x, wall.width, at.x), y: wall.y, width: length, height: wall.height }
      : { x: wall.x, y: along(wall.y, wall.height, at.y), width: wall.width, height: length }
  }
  const within = (point: number, size: number, limit: number) => Math.min(Math.max(0, limit - size), Math.max(0, snapped(point - size / 2)))
  return { x: within(at.x, width, plan.map.width), y: within(at.y, height, plan.map.height), width, height }
}

function nearestWall({ map }: MapPlan, { x, y }: { x: number; y: number }): Rectangle | undefined {
  const around = { x: x - WALL, y: y - WALL, width: 2 * WALL, height: 2 * WALL }
  return map.walls.find((wall) => overlap(wall, around))
}

/** A place for somebody who does not point at one: near the entrance, on nothing else; null when there is none. */
export function freeRectangle(plan: MapPlan, tool: Tool): Rectangle | null {
  const { map, rooms } = plan
  const { width, height } = TOOLS[tool]?.size ?? { width: STEP, height: STEP }
  if (tool === 'door') return map.walls[0] ? placedRectangle(plan, 'door', middleOf(map.walls.at(-1)!)) : null
  const entrance = { x: map.spawn.x - 24, y: map.spawn.y - 24, width: 48, height: 48 }
  const taken: Rectangle[] = [entrance, ...(tool === 'room' ? rooms : []), ...map.walls, ...map.furniture, ...map.portals]
  const places: Rectangle[] = []
  for (let y = WALL; y + height <= map.height - WALL; y += 32)
    for (let x = WALL; x + width <= map.width - WALL; x += 32) places.push({ x, y, width, height })
  const distance = (place: Rectangle) => Math.hypot(middleOf(place).x - map.spawn.x, middleOf(place).y - map.spawn.y)
  return (
    places.toSorted((one, other) => distance(one) - distance(other)).find((place) => !taken.some((other) => overlap(place, other))) ?? null
  )
}

function middleOf({ x, y, width, height }: Rectangle): { x: number; y: number } {
  return { x: x + width / 2, y: y + height / 2 }
}

/** The edit that puts something down there. `to`: where a portal leads at first. @returns null for the entrance in something solid. */
export function added(
  plan: MapPlan,
  tool: Tool,
  { at, to }: { at: Rectangle; to: SpaceId | null },
): { changes: MapChange[]; pick: Picked | 'entrance' } | null {
  if (tool === 'entrance') {
    const spawn = { x: Math.round(at.x), y: Math.round(at.y) }
    return isFree(plan.map, spawn) ? { changes: [{ list: 'spawn', before: plan.map.spawn, after: spawn }], pick: 'entrance' } : null
  }
  if (tool === 'room') {
    const room = { id: newId<RoomId>(), name: freeName(plan), capacity: null, floor: 'wood' as const, ...at }
    return { changes: walledRoom(plan, room), pick: { list: 'rooms', id: room.id } }
  }
  const piece = { id: newId<PieceId>(), ...at }
  if (tool === 'wall' || tool === 'door') {
    const list = tool === 'wall' ? 'walls' : 'doors'
    return { changes: [{ list, before: null, after: piece }], pick: { list, id: piece.id } }
  }
  if (tool === 'portal')
    return to
      ? { changes: [{ list: 'portals', before: null, after: { ...piece, to, arrival: null } }], pick: { list: 'portals', id: piece.id } }
      : null
  if (tool === 'pick') return null
  const furniture = { ...piece, kind: tool, solid: !FLAT.includes(tool) }
  return { changes: [{ list: 'furniture', before: null, after: furniture }], pick: { list: 'furniture', id: piece.id } }
}

function freeName({ rooms }: MapPlan): string {
  const names = new Set(rooms.map(({ name }) => name))
  let number = rooms.length + 1
  while (names.has(`Room ${number}`)) number += 1
  return `Room ${number}`
}

/** What is under the pointer: what stands before what it stands on. */
export function pickAt(plan: MapPlan, at: { x: number; y: number }): Picked | 'entrance' | null {
  const { map, rooms } = plan
  if (Math.hypot(map.spawn.x - at.x, map.spawn.y - at.y) < 20) return 'entrance'
  const isOn = ({ x, y, width, height }: Rectangle) => at.x >= x && at.y >= y && at.x <= x + width && at.y <= y + height
  const order = [
    ...map.portals.map((piece) => ({ list: 'portals' as const, piece })),
    ...map.doors.map((piece) => ({ list: 'doors' as const, piece })),
    ...map.furniture.filter(({ solid }) => solid).map((piece) => ({ list: 'furniture' as const, piece })),
    ...map.walls.map((piece) => ({ list: 'walls' as const, piece })),
    ...map.furniture.filter(({ kind }) => kind === 'rug').map((piece) => ({ list: 'furniture' as const, piece })),
    ...rooms.map((piece) => ({ list: 'rooms' as const, piece })),
    ...map.furniture.map((piece) => ({ list: 'furniture' as const, piece })),
  ]
  const hit = order.find(({ piece }) => isOn(piece))
  return hit ? { list: hit.list, id: hit.piece.id } : null
}
