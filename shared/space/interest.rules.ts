import type { Point } from './collision.rules.ts'
import type { Rectangle } from './views.ts'

/** The side of a cell, in map units: 16 tiles. Coordinates are below 65,536, so there are 128 × 128 cells. */
export const CELL_UNITS = 512
const CELLS_A_SIDE = 128

/** What somebody sees of a space: whole cells side by side, `right` and `bottom` not among them. */
export interface Area {
  left: number
  top: number
  right: number
  bottom: number
}
export const EVERYTHING: Area = { left: 0, top: 0, right: CELLS_A_SIDE, bottom: CELLS_A_SIDE }
export const NOTHING: Area = { left: 0, top: 0, right: 0, bottom: 0 }

export function cellAt({ x, y }: Point): number {
  return Math.floor(y / CELL_UNITS) * CELLS_A_SIDE + Math.floor(x / CELL_UNITS)
}

export function seesCell({ left, top, right, bottom }: Area, cell: number): boolean {
  const column = cell % CELLS_A_SIDE
  const row = (cell - column) / CELLS_A_SIDE
  return column >= left && column < right && row >= top && row < bottom
}

/** The cells that a rectangle touches. */
export function areaOf({ x, y, width, height }: Rectangle): Area {
  return {
    left: withinCells(Math.floor(x / CELL_UNITS)),
    top: withinCells(Math.floor(y / CELL_UNITS)),
    right: withinCells(Math.floor((x + width) / CELL_UNITS) + 1),
    bottom: withinCells(Math.floor((y + height) / CELL_UNITS) + 1),
  }
}

/** The same for the same area; a number, since it is asked for often. */
export function areaKey({ left, top, right, bottom }: Area): number {
  return ((left * 256 + top) * 256 + right) * 256 + bottom
}

/** Whether what was asked for will do for what is needed: it covers it, and is hardly larger. */
export function stillServes(asked: Area, needed: Area): boolean {
  if (needed.right === needed.left) return asked.right === asked.left
  const within = (less: number, more: number) => more >= less && more - less <= 1
  return (
    within(asked.left, needed.left) &&
    within(asked.top, needed.top) &&
    within(needed.right, asked.right) &&
    within(needed.bottom, asked.bottom)
  )
}

function withinCells(value: number): number {
  return Math.min(CELLS_A_SIDE, Math.max(0, value))
}
