import type { Rectangle, SpaceMap } from './views.ts'

const standing = new WeakMap<SpaceMap, readonly Rectangle[]>()

/** What is left of the walls where the doors have been cut out of them. Kept with the map, which is never changed in place. */
export function standingWalls(map: SpaceMap): readonly Rectangle[] {
  const known = standing.get(map)
  if (known) return known
  const walls = map.walls.flatMap((wall) =>
    map.doors.reduce<Rectangle[]>((parts, door) => parts.flatMap((part) => without(part, door)), [wall]),
  )
  standing.set(map, walls)
  return walls
}

/** Whether two rectangles have a point inside both: touching is none. */
export function overlap(one: Rectangle, other: Rectangle): boolean {
  return one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height
}

/** The wall's parts above, below, left and right of the door. */
function without(wall: Rectangle, door: Rectangle): Rectangle[] {
  if (!overlap(wall, door)) return [wall]
  const [right, bottom] = [wall.x + wall.width, wall.y + wall.height]
  const [top, end] = [Math.max(wall.y, door.y), Math.min(bottom, door.y + door.height)]
  const parts = [
    { x: wall.x, y: wall.y, width: wall.width, height: top - wall.y },
    { x: wall.x, y: end, width: wall.width, height: bottom - end },
    { x: wall.x, y: top, width: door.x - wall.x, height: end - top },
    { x: door.x + door.width, y: top, width: right - door.x - door.width, height: end - top },
  ]
  return parts.filter(({ width, height }) => width > 0 && height > 0)
}
