import type { BenchReport } from './rounds.ts'

/** A Markdown table: each figure's median, and in brackets its ratio to the limit of the same round. */
export function tableOf(report: BenchReport): string {
  const names = [...new Set(report.cells.flatMap((cell) => Object.keys(cell.medians)))]
  const rows = report.cells.map((cell) => {
    if (cell.failed !== null)
      return `| ${cell.name} | missing: ${cell.failed.split('\n')[0]} |${' |'.repeat(Math.max(0, names.length - 1))}`
    const figures = names.map((name) => {
      const value = cell.medians[name]
      const ratio = cell.ratios[name]
      return value === undefined ? '–' : `${value}${ratio === undefined || !Number.isFinite(ratio) ? '' : ` (${ratio} ×)`}`
    })
    return `| ${cell.name} | ${figures.join(' | ')} |`
  })
  return [`| ${report.bench} | ${names.join(' | ')} |`, `|${' --- |'.repeat(names.length + 1)}`, ...rows].join('\n')
}
