import { benchBridge } from './bridge/bridge-bench.ts'
import { benchChat } from './chat/chat-bench.ts'
import { benchClient } from './client/client-bench.ts'
import { benchFeed } from './feed/feed-bench.ts'
import { benchHints } from './hints/hints-bench.ts'
import { benchInbox } from './inbox/inbox-bench.ts'
import { benchIngress } from './ingress/ingress-bench.ts'
import { benchEgress } from './egress/egress-bench.ts'
import type { BenchReport, BenchRun } from './measure/rounds.ts'
import { benchPresence } from './presence/presence-bench.ts'

interface Bench {
  /** Measured in turn when none is named. */
  loads: number[]
  run(run: BenchRun): Promise<BenchReport>
}

export const BENCHES: Record<string, Bench> = {
  presence: { loads: [500, 1000], run: benchPresence },
  chat: { loads: [200, 500, 2000], run: benchChat },
  ingress: { loads: [1000, 1500], run: benchIngress },
  egress: { loads: [200], run: benchEgress },
  feed: { loads: [10], run: benchFeed },
  hints: { loads: [2000], run: benchHints },
  client: { loads: [200], run: benchClient },
  bridge: { loads: [50], run: benchBridge },
  inbox: { loads: [50], run: benchInbox },
}
