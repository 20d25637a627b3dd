import { mkdir, writeFile } from 'node:fs/promises'
import { benchChat } from './chat/chat-bench.ts'
import { benchEgress } from './egress/egress-bench.ts'
import { benchFeed } from './feed/feed-bench.ts'
import { benchIngress } from './ingress/ingress-bench.ts'
import { tableOf } from './measure/print-report.ts'
import type { BenchReport } from './measure/rounds.ts'
import { benchPresence } from './presence/presence-bench.ts'

/**
 * `pnpm bench [presence|chat|ingress|egress|feed …] [--rounds 3]`: measures Atrium, the raw limit and the peers side by side. A name may
 * carry its load, `presence:200` people or `chat:500` messages a second; without one the usual loads are measured in turn. Prints tables
 * and leaves the figures in bench-results/*.json. See docs/benchmarks.md.
 */
interface Bench {
  loads: number[]
  run(rounds: number, load: number): Promise<BenchReport>
}
const BENCHES: Record<string, Bench> = {
  presence: { loads: [500, 1000], run: benchPresence },
  chat: { loads: [200, 500, 2000], run: benchChat },
  ingress: { loads: [1000, 1500], run: benchIngress },
  egress: { loads: [2000], run: (rounds) => benchEgress(rounds) },
  feed: { loads: [10], run: (rounds) => benchFeed(rounds) },
}

const words = process.argv.slice(2).filter((word) => word !== '--')
const roundsAt = words.indexOf('--rounds')
const rounds = roundsAt === -1 ? 3 : Number(words[roundsAt + 1])
const asked = roundsAt === -1 ? words : words.toSpliced(roundsAt, 2)
const unknown = asked.filter((word) => !((word.split(':')[0] ?? '') in BENCHES))
if (unknown.length > 0 || !(rounds >= 1)) {
  console.error(
    `Not understood: ${unknown.join(' ') || '--rounds'}. Benches: ${Object.keys(BENCHES).join(', ')}; --rounds takes a number from 1.`,
  )
  process.exit(2)
}

await mkdir('bench-results', { recursive: true })
for (const word of asked.length > 0 ? asked : Object.keys(BENCHES)) {
  const [name = '', load] = word.split(':')
  const bench = BENCHES[name]
  const reports: BenchReport[] = []
  for (const each of load ? [Number(load)] : (bench?.loads ?? [])) {
    const report = await bench?.run(rounds, each)
    if (!report) continue
    reports.push(report)
    console.log(
      `\n${tableOf(report)}\n\n${report.machine}, median of ${report.rounds} rounds, in brackets the ratio to the first row in the same round`,
    )
  }
  await writeFile(`bench-results/${word.replace(':', '-')}.json`, `${JSON.stringify(reports, null, 2)}\n`)
}
