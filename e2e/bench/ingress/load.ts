import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { mark } from '../measure/mark.ts'
import { STARTED, WARM_SECONDS } from '../measure/measure-load.ts'
import { percentile, round } from '../measure/statistics.ts'

/** Signed events at a steady rate over kept-alive connections. Prints one line of JSON. */
export interface EventsLoad {
  url: string
  signingSecret: string
  perSecond: number
  seconds: number
  teamId: string
  appId: string
  channelId: string
  userId: string
  botUserId: string
}
const options = JSON.parse(process.argv[2] ?? '{}') as EventsLoad
const agent = new Agent({ keepAlive: true, maxSockets: 64 })
const run = Math.random().toString(36).slice(2, 8).toUpperCase()
const latencies: number[] = []
let refused = 0
let open = 0

function eventBody(number: number): string {
  const seconds = Math.floor(Date.now() / 1000)
  const ts = `${seconds}.${String(number % 1_000_000).padStart(6, '0')}`
  return JSON.stringify({
    token: 'unused',
    team_id: options.teamId,
    api_app_id: options.appId,
    type: 'event_callback',
    event_id: `Ev${run}${number}`,
    event_time: seconds,
    authorizations: [
      { enterprise_id: null, team_id: options.teamId, user_id: options.botUserId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: '4-x',
    event: {
      type: 'message',
      channel: options.channelId,
      channel_type: 'channel',
      user: options.userId,
      team: options.teamId,
      text: `Event number ${number}: the export stops at 80 percent.`,
      ts,
      event_ts: ts,
    },
  })
}

function post(number: number): void {
  const body = eventBody(number)
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = `v0=${createHmac('sha256', options.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`
  const startedAt = performance.now()
  open += 1
  const done = (ok: boolean) => {
    open -= 1
    latencies.push(performance.now() - startedAt)
    if (!ok) refused += 1
  }
  const sending = request(`${options.url}/api/slack/events`, {
    method: 'POST',
    agent,
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature,
    },
  })
  sending.once('response', (response) => {
    response.resume()
    response.once('end', () => done(response.statusCode === 200))
  })
  sending.once('error', () => done(false))
  sending.end(body)
}

/** So many events, at the rate asked for, and their answers. @returns seconds until the last answer */
async function postAll(count: number): Promise<number> {
  const from = performance.now()
  let sent = 0
  while (sent < count) {
    const due = Math.min(count, Math.floor(((performance.now() - from) / 1000) * options.perSecond))
    for (; sent < due; sent++) post(number++)
    await sleep(2)
  }
  const until = performance.now() + 10_000
  while (open > 0 && performance.now() < until) await sleep(10)
  return (performance.now() - from) / 1000
}

let number = 0
await postAll(options.perSecond * WARM_SECONDS)
latencies.length = 0
refused = 0
await mark(STARTED)
const wanted = options.perSecond * options.seconds
const seconds = await postAll(wanted)
console.log(
  JSON.stringify({
    p50Ms: round(percentile(latencies, 0.5)),
    p99Ms: round(percentile(latencies, 0.99)),
    delivered: round((latencies.length - refused) / wanted, 4),
    acknowledgedPerSecond: round((latencies.length - refused) / seconds),
  }),
)
process.exit(0)
