import { execFileSync } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { MissingPeer } from './peers.ts'
import type { Figures } from './run-load.ts'
import { median, round } from './statistics.ts'

/** One thing measured: `measure` starts it, loads it, stops it. */
export interface Cell {
  /** By which goals speak of it. The first cell of a bench is what the others are compared with. */
  id: string
  name: string
  measure(): Promise<Figures>
}
export interface CellReport {
  id: string
  name: string
  /** Null where it failed in that round. */
  perRound: (Figures | null)[]
  medians: Figures
  /** To the first cell, within each round; the median of those. */
  ratios: Figures
  /** Why there is no figure, or not one of every round. Null when all went well. */
  missing: string | null
}
export interface BenchReport {
  bench: string
  title: string
  /** People, messages a second, events a second: what the bench takes; null where there is one size only. */
  load: number | null
  at: string
  commit: string
  machine: string
  /** Of the machine's last minute, before and after. */
  loadAverages: [number, number]
  rounds: number
  cells: CellReport[]
  /** False where the rows are not ways to do the same. */
  compared: boolean
  /** What was not measured, and why; how to read the rest. */
  notes: string[]
}
/** What a bench is run with. */
export interface BenchRun {
  rounds: number
  load: number
  /** How long each load lasts; null: as long as the bench finds right. */
  seconds: number | null
}
export interface Measuring {
  bench: string
  title: string
  load?: number
  rounds: number
  compared?: boolean
  notes?: string[]
}

/**
 * Measures every cell once a round, in turn, so that a slow minute of the machine hits all alike. A ratio is taken within
 * its round, against the first cell, and the median of the rounds is reported. A cell that fails is reported, not left out.
 */
export async function runRounds({ rounds, ...measuring }: Measuring, cells: readonly Cell[]): Promise<BenchReport> {
  const { bench, title, load, compared = true, notes = [] } = measuring
  const loadBefore = loadavg()[0] ?? 0
  const seen = new Map<string, (Figures | null)[]>(cells.map((cell) => [cell.id, []]))
  const missing = new Map<string, string>()
  for (let number = 1; number <= rounds; number++) {
    for (const [index, cell] of cells.entries()) {
      tell(`${bench}${load === undefined ? '' : ` ${load}`}, round ${number} of ${rounds}: ${cell.name} (${index + 1} of ${cells.length})`)
      seen.get(cell.id)?.push(await measured(cell, missing))
    }
  }
  return {
    ...{ bench, title, rounds, compared, notes },
    load: load ?? null,
    at: new Date().toISOString(),
    commit: commitOfWorkTree(),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}`,
    loadAverages: [round(loadBefore), round(loadavg()[0] ?? 0)],
    cells: cells.map(({ id, name }) => {
      const perRound = seen.get(id) ?? []
      const limits = seen.get(cells[0]?.id ?? '') ?? []
      return { id, name, perRound, medians: mediansOf(perRound), ratios: ratiosOf(perRound, limits), missing: missing.get(id) ?? null }
    }),
  }
}

async function measured(cell: Cell, missing: Map<string, string>): Promise<Figures | null> {
  // Whatever could not be had a minute ago cannot be had now.
  if (missing.get(cell.id)?.startsWith('not to be had')) return null
  try {
    return await cell.measure()
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    tell(`  failed: ${said}`)
    const lines = said.split('\n')
    const why = lines.find((line) => /^\s*\w*Error\b/.test(line)) ?? lines[0] ?? ''
    missing.set(cell.id, `${error instanceof MissingPeer ? 'not to be had' : 'failed'}: ${why.trim()}`)
    return null
  }
}

const startedAt = performance.now()
/** Progress goes to stderr: what is printed on stdout can be kept as it is. */
function tell(line: string): void {
  process.stderr.write(`[${((performance.now() - startedAt) / 60_000).toFixed(1)} min] ${line}\n`)
}

/** Short, with a plus when something is not committed. */
function commitOfWorkTree(): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8', cwd: import.meta.dirname }).trim()
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain') === '' ? '' : '+'}`
  } catch {
    return 'unknown'
  }
}

function mediansOf(perRound: readonly (Figures | null)[]): Figures {
  const figures = perRound.filter((each) => each !== null)
  const names = Object.keys(figures[0] ?? {})
  return Object.fromEntries(names.map((name) => [name, round(median(figures.map((each) => each[name] ?? Number.NaN)))]))
}

function ratiosOf(perRound: readonly (Figures | null)[], limits: readonly (Figures | null)[]): Figures {
  const names = Object.keys(perRound.find((each) => each !== null) ?? {})
  return Object.fromEntries(
    names.map((name) => [name, ratioOf(perRound, limits, name)] as const).filter((entry) => entry[1] !== null),
  ) as Figures
}

/** The median of the ratios within each round in which both were measured; null when there was none. */
export function ratioOf(perRound: readonly (Figures | null)[], others: readonly (Figures | null)[], figure: string): number | null {
  const ratios = perRound.flatMap((figures, index) => {
    const [mine, theirs] = [figures?.[figure], others[index]?.[figure]]
    return mine === undefined || theirs === undefined || theirs === 0 ? [] : [mine / theirs]
  })
  return ratios.length === 0 ? null : round(median(ratios))
}
