import { mkdir, writeFile } from 'node:fs/promises'
import { BENCHES } from './benches.ts'
import { readArguments } from './measure/arguments.rules.ts'
import { GOALS } from './measure/goals.ts'
import { judgeGoals } from './measure/judge-goals.ts'
import { circumstancesOf, goalsTableOf, tableOf } from './measure/print-report.ts'
import type { BenchReport } from './measure/rounds.ts'

/**
 * `pnpm bench [presence|chat|… …] [--rounds 3] [--seconds n]`: measures Atrium, the raw limit and the peers side by side. A name may carry its
 * load, `presence:200` people or `chat:500` messages a second; without one the usual loads are measured in turn. Prints Markdown, each goal
 * beside what was measured, and leaves the figures of every round in bench-results/*.json. See docs/benchmarks.md.
 */
const usualLoads = Object.fromEntries(Object.entries(BENCHES).map(([name, bench]) => [name, bench.loads]))

function askedFor(): ReturnType<typeof readArguments> {
  try {
    return readArguments(process.argv.slice(2), usualLoads)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(2)
  }
}

const { benches, rounds, seconds } = askedFor()
await mkdir('bench-results', { recursive: true })
for (const { name, loads } of benches) {
  const reports: BenchReport[] = []
  for (const load of loads) {
    const report = await BENCHES[name]?.run({ rounds, load, seconds })
    if (!report) continue
    reports.push(report)
    console.log(`\n### ${report.title}\n\n${circumstancesOf(report)}\n\n${tableOf(report)}`)
  }
  const verdicts = judgeGoals(GOALS, reports)
  if (verdicts.length > 0) console.log(`\n#### Goals of ${name}\n\n${goalsTableOf(verdicts)}`)
  await writeFile(`bench-results/${name}.json`, `${JSON.stringify({ reports, verdicts }, null, 2)}\n`)
}
