import type { Bound, CapacityGoal, FigureGoal, Goal } from './goals.ts'
import { ratioOf, type BenchReport, type CellReport } from './rounds.ts'

export interface Verdict {
  says: string
  /** Of the report it was judged by; null where it takes several, or none. */
  load: number | null
  /** What was measured, with its unit where it has one; why there is nothing otherwise. */
  measured: string
  /** Null: not shown either way. */
  met: boolean | null
}

/** Above this p99 a load counts as too much. */
const CAPACITY_P99_MS = 100
/** Of what was sent; below it a load counts as too much. */
const CAPACITY_DELIVERED = 0.999

/** Holds what one bench has measured, at all loads that it was run with, to its goals. */
export function judgeGoals(goals: readonly Goal[], reports: readonly BenchReport[]): Verdict[] {
  return goals
    .filter(({ bench }) => reports.some((report) => report.bench === bench))
    .flatMap((goal): Verdict[] => {
      if (goal.kind === 'open') return [{ says: goal.says, load: null, measured: `not measured: ${goal.why}`, met: null }]
      if (goal.kind === 'capacity')
        return [
          judgeCapacity(
            goal,
            reports.filter((report) => report.bench === goal.bench),
          ),
        ]
      return reports.filter((report) => concerns(goal, report)).map((report) => judgeFigure(goal, report))
    })
}

function concerns({ bench, loads }: FigureGoal, report: BenchReport): boolean {
  return report.bench === bench && (!loads || report.load === null || loads.includes(report.load))
}

function judgeFigure(goal: FigureGoal, report: BenchReport): Verdict {
  const verdict = { says: goal.says, load: report.load }
  const cell = cellOf(report, goal.cell)
  const other = goal.times === undefined ? null : cellOf(report, goal.times)
  const value = goal.times === undefined ? cell?.medians[goal.figure] : ratioOf(cell?.perRound ?? [], other?.perRound ?? [], goal.figure)
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return { ...verdict, measured: `not measured: ${cell?.missing ?? other?.missing ?? 'no figure'}`, met: null }
  }
  return { ...verdict, measured: `${value}${goal.times === undefined ? '' : ' ×'}`, met: holds(goal.bound, value) }
}

function judgeCapacity(goal: CapacityGoal, reports: readonly BenchReport[]): Verdict {
  const most = highestLoad(reports, goal.cell)
  const than = goal.times === undefined ? null : highestLoad(reports, goal.times)
  const verdict = { says: goal.says, load: null }
  if (goal.times === undefined) {
    const met = holds(goal.bound, most ?? 0)
    if (!met && most === Math.max(...reports.map(({ load }) => load ?? 0)))
      return { ...verdict, measured: `${most}/s, and no more was tried`, met: null }
    return { ...verdict, measured: most === null ? 'none of the loads' : `${most}/s`, met }
  }
  if (most === null || than === null) {
    return { ...verdict, measured: `not shown: ${most ?? 'none'} and ${than ?? 'none'} of the loads measured`, met: null }
  }
  return { ...verdict, measured: `${most / than} × (${most}/s and ${than}/s of the loads measured)`, met: holds(goal.bound, most / than) }
}

/** The highest load up to which the cell was below the bound every time; null when not even the lowest was. */
function highestLoad(reports: readonly BenchReport[], cellId: string): number | null {
  let highest: number | null = null
  for (const report of reports.toSorted((a, b) => (a.load ?? 0) - (b.load ?? 0))) {
    const { p99Ms = Infinity, delivered = 1 } = cellOf(report, cellId)?.medians ?? {}
    if (!(p99Ms < CAPACITY_P99_MS && delivered >= CAPACITY_DELIVERED)) break
    highest = report.load
  }
  return highest
}

function cellOf(report: BenchReport, id: string): CellReport | null {
  return report.cells.find((cell) => cell.id === id) ?? null
}

function holds(bound: Bound, value: number): boolean {
  if ('atMost' in bound) return value <= bound.atMost
  return 'below' in bound ? value < bound.below : value >= bound.atLeast
}
