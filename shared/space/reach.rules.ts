import type { Point } from './collision.rules.ts'
import { gridOf, nodesAround, pointOf } from './find-path.rules.ts'
import type { Rectangle, SpaceMap } from './views.ts'

/** @returns whether somebody who starts at the point gets into a rectangle, on the grid on which ways are found. */
export function reachFrom(map: SpaceMap, from: Point): (rectangle: Rectangle) => boolean {
  const grid = gridOf(map)
  const reached = new Set(nodesAround(grid, from))
  const open = [...reached]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const column = node % grid.columns
    const beside = [column > 0 ? node - 1 : -1, column < grid.columns - 1 ? node + 1 : -1, node - grid.columns, node + grid.columns]
    for (const next of beside) {
      if (next < 0 || next >= grid.blocked.length || grid.blocked[next] || reached.has(next)) continue
      reached.add(next)
      open.push(next)
    }
  }
  const points = Array.from(reached, (node) => pointOf(grid, node))
  return ({ x, y, width, height }) => points.some((at) => at.x > x && at.y > y && at.x < x + width && at.y < y + height)
}
