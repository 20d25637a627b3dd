import { cpus } from 'node:os'
import type { Figures } from './run-load.ts'
import { median, round } from './statistics.ts'

/** One thing measured: `measure` starts it, loads it, stops it. */
export interface Cell {
  name: string
  measure(): Promise<Figures>
}
export interface BenchReport {
  bench: string
  at: string
  machine: string
  rounds: number
  cells: { name: string; medians: Figures; ratios: Figures; failed: string | null }[]
}

/**
 * Measures every cell once a round, in turn, so that a slow minute of the machine hits all alike. A ratio is taken within
 * its round, against the first cell (the limit), and the median of the rounds is reported. A cell that fails is reported, not left out.
 */
export async function runRounds(bench: string, cells: Cell[], rounds: number): Promise<BenchReport> {
  const seen = new Map<string, Figures[]>(cells.map((cell) => [cell.name, []]))
  const failed = new Map<string, string>()
  for (let number = 0; number < rounds; number++) {
    for (const cell of cells) {
      if (failed.has(cell.name)) continue
      process.stderr.write(`${bench}: round ${number + 1} of ${rounds}, ${cell.name}\n`)
      await cell.measure().then(
        (figures) => seen.get(cell.name)?.push(figures),
        (error: unknown) => failed.set(cell.name, error instanceof Error ? error.message : String(error)),
      )
    }
  }
  const limits = seen.get(cells[0]?.name ?? '') ?? []
  return {
    bench,
    at: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}`,
    rounds,
    cells: cells.map(({ name }) => {
      const figures = seen.get(name) ?? []
      return { name, medians: mediansOf(figures), ratios: ratiosOf(figures, limits), failed: failed.get(name) ?? null }
    }),
  }
}

function mediansOf(figures: Figures[]): Figures {
  const names = Object.keys(figures[0] ?? {})
  return Object.fromEntries(names.map((name) => [name, round(median(figures.map((each) => each[name] ?? Number.NaN)))]))
}

function ratiosOf(figures: Figures[], limits: Figures[]): Figures {
  const names = Object.keys(figures[0] ?? {})
  return Object.fromEntries(
    names.map((name) => [
      name,
      round(median(figures.map((each, index) => (each[name] ?? Number.NaN) / (limits[index]?.[name] ?? Number.NaN)))),
    ]),
  )
}
