import type { Verdict } from './judge-goals.ts'
import type { BenchReport, CellReport } from './rounds.ts'

/** Column heads; what has `ratio: false` says nothing as a multiple. */
const FIGURES: Record<string, { head: string; ratio?: false }> = {
  cores: { head: 'cores' },
  cpuMicrosecondsPerEvent: { head: 'CPU µs per event' },
  p50Ms: { head: 'p50 ms' },
  p95Ms: { head: 'p95 ms' },
  p99Ms: { head: 'p99 ms' },
  delivered: { head: 'delivered', ratio: false },
  doubled: { head: 'doubled', ratio: false },
  kBPerSecondPerClient: { head: 'kB/s per client' },
  bytesPerUpdate: { head: 'bytes per update', ratio: false },
  idleKB: { head: 'idle kB per client' },
  acknowledgedPerSecond: { head: 'acknowledged/s' },
  deliveriesPerSecond: { head: 'deliveries/s' },
  commitToCallP50Ms: { head: 'commit → call p50 ms' },
  commitToCallP99Ms: { head: 'commit → call p99 ms' },
  commitsPerSecond: { head: 'commits/s' },
  hintsPerSecond: { head: 'hints/s at most' },
  gzipKB: { head: 'JavaScript, gzip kB', ratio: false },
  interactiveMs: { head: 'interactive ms', ratio: false },
  frameP50Ms: { head: 'frame p50 ms' },
  frameP95Ms: { head: 'frame p95 ms' },
  corePercent: { head: '% of a core', ratio: false },
  framesDrawn: { head: 'frames drawn', ratio: false },
}

/** A Markdown table: each figure's median, and in brackets how many times the first row's it is, in the same round. */
export function tableOf({ cells, compared }: BenchReport): string {
  const names = Object.keys(FIGURES).filter((name) => cells.some((cell) => name in cell.medians))
  const known = new Set(Object.keys(FIGURES))
  const unknown = new Set(cells.flatMap((cell) => Object.keys(cell.medians)).filter((name) => !known.has(name)))
  const columns = [...names, ...unknown]
  const heads = columns.map((name) => FIGURES[name]?.head ?? name)
  const rows = cells.map(
    (cell) => `| ${[nameOf(cell), ...columns.map((name) => figureOf(cell, name, compared ? cells[0] : cell))].join(' | ')} |`,
  )
  return [`| ${['', ...heads].join(' | ')} |`, `|${' --- |'.repeat(columns.length + 1)}`, ...rows].join('\n')
}

function nameOf({ id, name, missing }: CellReport): string {
  const shown = OURS.has(id) ? `**${name}**` : name
  return missing === null ? shown : `${shown} (${missing.replaceAll('|', '/')})`
}
const OURS = new Set(['atrium', 'acknowledged', 'applied', 'atrium-one'])

function figureOf(cell: CellReport, name: string, first: CellReport | undefined): string {
  const value = cell.medians[name]
  if (value === undefined || Number.isNaN(value)) return '–'
  const ratio = cell === first || FIGURES[name]?.ratio === false ? undefined : cell.ratios[name]
  return `${thousands(value)}${ratio === undefined || !Number.isFinite(ratio) ? '' : ` (${ratio} ×)`}`
}

function thousands(value: number): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: 6 })
}

/** A Markdown table of the goals, each beside what was measured. */
export function goalsTableOf(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ says, load, measured, met }) => {
    const goal = load === null ? says : `${says}, at ${thousands(load)}`
    return `| ${goal} | ${measured} | ${met === null ? '–' : met ? 'met' : '**missed**'} |`
  })
  return ['| goal | measured | |', '| --- | --- | --- |', ...rows].join('\n')
}

/** Where and when it was measured, and what was not. */
export function circumstancesOf({ at, commit, machine, loadAverages, rounds, notes }: BenchReport): string {
  const [before, after] = loadAverages
  const said = `${at.slice(0, 10)}, commit ${commit}, ${machine}, median of ${rounds} round${rounds === 1 ? '' : 's'}, load average ${before} before and ${after} after.`
  return [said, ...notes].join('\n')
}
