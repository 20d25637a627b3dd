import { setTimeout as sleep } from 'node:timers/promises'
import { anEventBody } from '@atrium/server/slack/testing/signed-events.ts'
import { deliver } from '../../faults/storm/send-events.ts'
import { socketClient } from '../atrium/socket-client.ts'
import { mark } from '../measure/mark.ts'
import { STARTED, WARM_SECONDS } from '../measure/measure-load.ts'
import { percentile, round } from '../measure/statistics.ts'

/** Agents look on while customers write in threads of a watched channel: from Slack's signed event to every agent's socket. Prints one line of JSON. */
export interface DashboardLoad {
  url: string
  cookies: string[]
  perSecond: number
  seconds: number
  signingSecret: string
  teamId: string
  appId: string
  botUserId: string
  channelId: string
  userId: string
}
const options = JSON.parse(process.argv[2] ?? '{}') as DashboardLoad
const THREADS = 100
const PATIENCE_MS = 10_000
const run = Math.random().toString(36).slice(2, 8)
const marks = new RegExp(`said-${run}-\\d+`)

const sentAt = new Map<string, number>()
const late: number[] = []
for (const cookie of options.cookies) {
  const seen = new Set<string>()
  await new Promise<void>((resolve, reject) => {
    socketClient(options.url, cookie).realtime.changes.subscribe(
      {},
      {
        onStarted: () => resolve(),
        onError: reject,
        onData({ data }) {
          if (data.type !== 'changes') return
          for (const change of data.changes) {
            if (change.kind !== 'inbox.messageChanged') continue
            const [name] = marks.exec(change.payload.message.text) ?? []
            const from = name === undefined ? undefined : sentAt.get(name)
            if (name === undefined || from === undefined || seen.has(name)) continue
            seen.add(name)
            late.push(performance.now() - from)
          }
        },
      },
    )
  })
}

const roots: string[] = []
let number = 0
async function say(counted: boolean): Promise<void> {
  const at = number++
  const ts = `${Math.floor(Date.now() / 1000)}.${String(at % 1_000_000).padStart(6, '0')}`
  const root = at < THREADS ? null : roots[at % THREADS]
  if (at < THREADS) roots.push(ts)
  const name = `said-${run}-${at}`
  const { teamId, appId, botUserId, channelId, userId } = options
  const body = anEventBody(
    {
      ...{
        type: 'message',
        channel: channelId,
        channel_type: 'channel',
        user: userId,
        team: teamId,
        text: `It stops at 80 percent: ${name}.`,
      },
      ...{ ts, event_ts: ts, ...(root ? { thread_ts: root } : {}) },
    },
    { teamId, apiAppId: appId, eventId: `Ev${run}${at}`, authorization: { user_id: botUserId, is_bot: true } },
  )
  if (counted) sentAt.set(name, performance.now())
  await deliver(`${options.url}/api/slack/events`, body, options.signingSecret)
}

async function sayAll(forSeconds: number, counted: boolean): Promise<number> {
  const saying: Promise<void>[] = []
  const from = performance.now()
  const total = options.perSecond * forSeconds
  while (saying.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - from) / 1000) * options.perSecond))
    while (saying.length < due) saying.push(say(counted))
    await sleep(1)
  }
  await Promise.all(saying)
  return total
}

await sayAll(Math.max(WARM_SECONDS, THREADS / options.perSecond), false)
await sleep(1_000)
await mark(STARTED)
const wanted = (await sayAll(options.seconds, true)) * options.cookies.length
const until = performance.now() + PATIENCE_MS
while (late.length < wanted && performance.now() < until) await sleep(20)
console.log(
  JSON.stringify({
    p50Ms: round(percentile(late, 0.5)),
    p95Ms: round(percentile(late, 0.95)),
    p99Ms: round(percentile(late, 0.99)),
    delivered: round(late.length / wanted, 5),
  }),
)
process.exit(0)
