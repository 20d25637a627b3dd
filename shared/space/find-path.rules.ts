import { BODY_RADIUS, clampToMap, distanceBetween, isFree, isWayFree, solidsOf, type Point } from './collision.rules.ts'
import type { SpaceMap } from './views.ts'

/** Map units between two nodes of the grid: narrower than a body, so that what lies between free neighbours is free. */
export const STEP = 16
/** How often a way that was found is pulled tighter. */
const PULLS = 8

export interface Grid {
  columns: number
  rows: number
  /** 1 where nobody can stand. */
  blocked: Uint8Array
}

/**
 * The way to walk from one point to another around everything solid: corners to walk to in a straight line each, the last
 * being `to`, or the nearest point to it that can be reached. Empty when there is nowhere to go.
 */
export function findPath(map: SpaceMap, from: Point, to: Point): Point[] {
  const goal = clampToMap(map, to)
  if (isFree(map, goal) && isWayFree(map, { from, to: goal })) return distanceBetween(from, goal) === 0 ? [] : [goal]
  const grid = gridOf(map)
  const starts = nodesAround(grid, from).filter((node) => isWayFree(map, { from, to: pointOf(grid, node) }))
  const nodes = search(map, grid, { from, goal, starts })
  const corners = nodes.map((node) => pointOf(grid, node))
  const last = corners.at(-1)
  if (last && isFree(map, goal) && isWayFree(map, { from: last, to: goal })) corners.push(goal)
  return taut(map, [from, ...corners]).slice(1)
}

export function gridOf(map: SpaceMap): Grid {
  const columns = Math.floor(map.width / STEP) + 1
  const rows = Math.floor(map.height / STEP) + 1
  const blocked = new Uint8Array(columns * rows)
  const grid = { columns, rows, blocked }
  for (const [node] of blocked.entries()) {
    const { x, y } = pointOf(grid, node)
    if (x < BODY_RADIUS || y < BODY_RADIUS || x > map.width - BODY_RADIUS || y > map.height - BODY_RADIUS) blocked[node] = 1
  }
  for (const solid of solidsOf(map)) block(grid, solid)
  return grid
}

function block(grid: Grid, solid: { x: number; y: number; width: number; height: number }): void {
  const firstColumn = Math.max(0, Math.floor((solid.x - BODY_RADIUS) / STEP) + 1)
  const lastColumn = Math.min(grid.columns - 1, Math.ceil((solid.x + solid.width + BODY_RADIUS) / STEP) - 1)
  const firstRow = Math.max(0, Math.floor((solid.y - BODY_RADIUS) / STEP) + 1)
  const lastRow = Math.min(grid.rows - 1, Math.ceil((solid.y + solid.height + BODY_RADIUS) / STEP) - 1)
  for (let row = firstRow; row <= lastRow; row++) {
    for (let column = firstColumn; column <= lastColumn; column++) grid.blocked[row * grid.columns + column] = 1
  }
}

export function pointOf(grid: Grid, node: number): Point {
  return { x: (node % grid.columns) * STEP, y: Math.floor(node / grid.columns) * STEP }
}

/** The free nodes near a point, which need not be on the grid. */
export function nodesAround(grid: Grid, point: Point): number[] {
  const [column, row] = [Math.floor(point.x / STEP), Math.floor(point.y / STEP)]
  const nodes: number[] = []
  for (let down = row - 1; down <= row + 2; down++) {
    for (let across = column - 1; across <= column + 2; across++) {
      if (across < 0 || down < 0 || across >= grid.columns || down >= grid.rows) continue
      const node = down * grid.columns + across
      if (!grid.blocked[node]) nodes.push(node)
    }
  }
  return nodes
}

/** A*. @returns the nodes from one of the starts to the goal's neighbourhood, or to the node nearest to it that can be reached. */
function search(map: SpaceMap, grid: Grid, { from, goal, starts }: { from: Point; goal: Point; starts: number[] }): number[] {
  const cost = new Float64Array(grid.blocked.length).fill(Infinity)
  const cameFrom = new Int32Array(grid.blocked.length).fill(-1)
  const done = new Uint8Array(grid.blocked.length)
  const queue = new NodeQueue()
  const remaining = (node: number) => distanceBetween(pointOf(grid, node), goal)
  for (const node of starts) {
    cost[node] = distanceBetween(from, pointOf(grid, node))
    queue.push(node, cost[node] + remaining(node))
  }
  let nearest = -1
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (done[node]) continue
    done[node] = 1
    if (nearest < 0 || remaining(node) < remaining(nearest)) nearest = node
    if (remaining(node) < STEP / 2) break
    for (const [neighbour, length] of neighboursOf(map, grid, node)) {
      const through = (cost[node] ?? Infinity) + length
      if (through >= (cost[neighbour] ?? Infinity)) continue
      cost[neighbour] = through
      cameFrom[neighbour] = node
      queue.push(neighbour, through + remaining(neighbour))
    }
  }
  return wayBack(cameFrom, nearest)
}

function wayBack(cameFrom: Int32Array, last: number): number[] {
  const nodes: number[] = []
  for (let node = last; node >= 0; node = cameFrom[node] ?? -1) nodes.push(node)
  return nodes.reverse()
}

/** Between four free nodes everything is free; past a blocked one a diagonal may be. */
function* neighboursOf(map: SpaceMap, grid: Grid, node: number): Generator<[number, number]> {
  const [column, row] = [node % grid.columns, Math.floor(node / grid.columns)]
  const isOpen = (across: number, down: number) =>
    column + across >= 0 &&
    column + across < grid.columns &&
    row + down >= 0 &&
    row + down < grid.rows &&
    !grid.blocked[node + down * grid.columns + across]
  for (const across of [-1, 0, 1]) {
    for (const down of [-1, 0, 1]) {
      if ((across === 0 && down === 0) || !isOpen(across, down)) continue
      const isDiagonal = across !== 0 && down !== 0
      const neighbour = node + down * grid.columns + across
      const isPlain = !isDiagonal || (isOpen(across, 0) && isOpen(0, down))
      if (!isPlain && !isWayFree(map, { from: pointOf(grid, node), to: pointOf(grid, neighbour) })) continue
      yield [neighbour, isDiagonal ? STEP * Math.SQRT2 : STEP]
    }
  }
}

/** Pulls the way tight: straightens it, and does so again with points between the corners, which then move closer to what they go around. */
function taut(map: SpaceMap, way: Point[]): Point[] {
  let pulled = straightened(map, way)
  for (let round = 0; round < PULLS && pulled.length > 2; round++) pulled = straightened(map, withMiddles(pulled))
  return pulled
}

function withMiddles(way: Point[]): Point[] {
  return way.flatMap((at, index) => {
    const next = way[index + 1]
    return next ? [at, { x: (at.x + next.x) / 2, y: (at.y + next.y) / 2 }] : [at]
  })
}

/** Leaves out every corner past which one can walk straight on. */
function straightened(map: SpaceMap, way: Point[]): Point[] {
  const corners = way.slice(0, 1)
  let at = 0
  while (at < way.length - 1) {
    let next = way.length - 1
    while (next > at + 1 && !isWayFree(map, { from: way[at]!, to: way[next]! })) next -= 1
    corners.push(way[next]!)
    at = next
  }
  return corners
}

/** A binary heap: the node with the lowest estimate comes first. */
class NodeQueue {
  readonly #entries: { node: number; estimate: number }[] = []

  push(node: number, estimate: number): void {
    const entries = this.#entries
    let index = entries.push({ node, estimate }) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (entries[parent]!.estimate <= entries[index]!.estimate) return
      this.#swap(index, parent)
      index = parent
    }
  }

  pop(): number | undefined {
    const entries = this.#entries
    const first = entries[0]
    const last = entries.pop()
    if (!first || !last || entries.length === 0) return first?.node
    entries[0] = last
    let index = 0
    for (;;) {
      let least = index
      for (const child of [2 * index + 1, 2 * index + 2]) {
        if (child < entries.length && entries[child]!.estimate < entries[least]!.estimate) least = child
      }
      if (least === index) return first.node
      this.#swap(index, least)
      index = least
    }
  }

  #swap(a: number, b: number): void {
    const entries = this.#entries
    ;[entries[a], entries[b]] = [entries[b]!, entries[a]!]
  }
}
