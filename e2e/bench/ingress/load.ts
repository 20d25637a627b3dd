import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { percentile, round } from '../measure/statistics.ts'

/** Signed events at a steady rate over kept-alive connections. Prints one line of JSON. */
interface Options {
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
const options = JSON.parse(process.argv[2] ?? '{}') as Options
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

const startedAt = performance.now()
let sent = 0
const wanted = options.perSecond * options.seconds
while (sent < wanted) {
  const due = Math.min(wanted, Math.floor(((performance.now() - startedAt) / 1000) * options.perSecond))
  while (sent < due) post(sent++)
  await sleep(2)
}
const until = performance.now() + 10_000
while (open > 0 && performance.now() < until) await sleep(10)
const seconds = (performance.now() - startedAt) / 1000
console.log(
  JSON.stringify({
    p50Ms: round(percentile(latencies, 0.5)),
    p99Ms: round(percentile(latencies, 0.99)),
    acknowledgedPerSecond: round((latencies.length - refused) / seconds),
    refused: refused + open,
  }),
)
process.exit(0)
