import { mkdir, writeFile } from 'node:fs/promises'
import { benchChat } from './chat/chat-bench.ts'
import { benchEgress } from './egress/egress-bench.ts'
import { benchFeed } from './feed/feed-bench.ts'
import { benchIngress } from './ingress/ingress-bench.ts'
import { tableOf } from './measure/print-report.ts'
import type { BenchReport } from './measure/rounds.ts'
import { benchPresence } from './presence/presence-bench.ts'

/**
 * `pnpm bench [presence|chat|ingress|egress|feed …] [--rounds 3] [--quick]`: measures Atrium, the raw limit and the peers side by side. Prints tables and
 * leaves the figures in bench-results/*.json. See docs/benchmarks.md.
 */
const words = process.argv.slice(2).filter((word) => word !== '--')
const rounds = Number(words[words.indexOf('--rounds') + 1] ?? 3) || 3
const quick = words.includes('--quick')

const BENCHES: Record<string, (() => Promise<BenchReport>)[]> = {
  presence: (quick ? [200] : [500, 1000]).map((clients) => () => benchPresence(rounds, clients)),
  chat: (quick ? [200] : [200, 500, 2000]).map((perSecond) => () => benchChat(rounds, perSecond)),
  ingress: (quick ? [500] : [1000, 1500]).map((perSecond) => () => benchIngress(rounds, perSecond)),
  egress: [() => benchEgress(rounds)],
  feed: [() => benchFeed(rounds)],
}
const wanted = words.filter((word) => word in BENCHES)
await mkdir('bench-results', { recursive: true })
for (const name of wanted.length > 0 ? wanted : Object.keys(BENCHES)) {
  const reports: BenchReport[] = []
  for (const run of BENCHES[name] ?? []) {
    const report = await run()
    reports.push(report)
    console.log(
      `\n${tableOf(report)}\n\n${report.machine}, median of ${report.rounds} rounds, in brackets the ratio to the first row in the same round`,
    )
  }
  await writeFile(`bench-results/${name}.json`, `${JSON.stringify(reports, null, 2)}\n`)
}
