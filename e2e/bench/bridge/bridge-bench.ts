import { join } from 'node:path'
import { startAtriumForBench, type BenchedAtrium } from '../atrium/start-atrium.ts'
import { runRounds, type BenchReport, type BenchRun, type Cell } from '../measure/rounds.ts'
import { measureLoad } from '../measure/measure-load.ts'
import type { Figures } from '../measure/run-load.ts'
import { round } from '../measure/statistics.ts'
import { acquaint, type Pair } from './acquaint.ts'
import type { BridgeLoad, Way } from './load.ts'

const SECONDS = 10

/** The whole of Atrium, its Postgres and the sandbox as Slack, each a process; people who are linked write to each other on both sides. */
export async function benchBridge({ rounds, load: perSecond, seconds }: BenchRun): Promise<BenchReport> {
  const atrium = await startAtriumForBench({ visitors: 0 })
  try {
    const pairs = await acquaint(atrium.office)
    const title = `Bridge: ${perSecond} messages/s between ${pairs.length} pairs of people, each in a Slack conversation of their own`
    const rate = { perSecond, seconds: seconds ?? SECONDS }
    return await runRounds({ bench: 'bridge', title, load: perSecond, rounds, compared: false, notes: NOTES }, cellsOf(atrium, pairs, rate))
  } finally {
    await atrium.stop()
  }
}

const NOTES = [
  'In: from when the sandbox sends the event to the other person’s subscription. Out: from the mutation to when the sandbox has the call in its log. Slack’s rate limits are on.',
]

function cellsOf(atrium: BenchedAtrium, pairs: Pair[], rate: { perSecond: number; seconds: number }): Cell[] {
  const measure = async (ways: Way[]): Promise<Record<Way, Figures>> => {
    await atrium.restart()
    const options: BridgeLoad = { ...rate, ways, pairs, url: atrium.server.url, slackUrl: atrium.office.sandbox.url }
    const { figures, cpuMs } = await measureLoad(atrium.server, join(import.meta.dirname, 'load.ts'), options)
    const cores = round(cpuMs / 1000 / rate.seconds)
    return { in: { cores, ...figuresOf(figures, 'in') }, out: { cores, ...figuresOf(figures, 'out') } }
  }
  // One run gives both of its rows.
  let both: Promise<Record<Way, Figures>> | null = null
  const each = `${rate.perSecond}/s each way at once`
  return [
    { id: 'in', name: 'Slack event → the other’s socket', measure: async () => (await measure(['in'])).in },
    { id: 'out', name: 'Atrium message → call at Slack', measure: async () => (await measure(['out'])).out },
    {
      id: 'both-in',
      name: `${each}: Slack event → the other’s socket`,
      measure: async () => (await (both = measure(['in', 'out']))).in,
    },
    {
      id: 'both-out',
      name: `${each}: Atrium message → call at Slack`,
      measure: async () => {
        if (!both) throw new Error('it is measured together with the other way')
        return (await both).out
      },
    },
  ]
}

/** Of one way, as `load.ts` names them. */
function figuresOf(figures: Figures, way: Way): Figures {
  const own = Object.entries(figures).filter(([name]) => name.startsWith(`${way} `))
  return Object.fromEntries(own.map(([name, value]) => [name.slice(way.length + 1), value]))
}
