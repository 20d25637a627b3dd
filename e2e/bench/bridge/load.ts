import { setTimeout as sleep } from 'node:timers/promises'
import { createSandboxControl } from '@atrium/sandbox/control-client.ts'
import { newId, type ClientMutationId } from '@atrium/shared/ids.ts'
import { mark } from '../measure/mark.ts'
import { STARTED, WARM_SECONDS } from '../measure/measure-load.ts'
import { percentile, round } from '../measure/statistics.ts'
import type { Pair } from './acquaint.ts'
import { subscribe, type Subscriber } from './subscriber.ts'

/**
 * People write to each other, `in` as Slack's client does it and `out` in Atrium, one pair after the other, at a steady rate each way. Times on
 * Slack's side are the sandbox's own, from its log. Prints figures that begin with the way.
 */
export type Way = 'in' | 'out'
export interface BridgeLoad {
  url: string
  slackUrl: string
  pairs: Pair[]
  ways: Way[]
  perSecond: number
  seconds: number
}
const options = JSON.parse(process.argv[2] ?? '{}') as BridgeLoad
const { pairs, ways, perSecond, seconds } = options
const slack = createSandboxControl(options.slackUrl)
const PATIENCE_MS = 15_000
const run = Math.random().toString(36).slice(2, 8)
const marks = new RegExp(`(in|out)-${run}-\\d+`)

/** By the message's mark: when each message of Atrium's with it was first read by the person that it is for. */
const readAt = new Map<string, Map<string, number>>()
const sentAt = new Map<string, number>()
const toldAt = { in: [] as string[], out: [] as string[] }

const subscribers = new Map<string, Subscriber>()
for (const cookie of new Set(pairs.flatMap(({ one, other }) => [one.cookie, other.cookie]))) {
  const reader = await subscribe(options.url, cookie, ({ messageId, text, atMs }) => {
    const [name] = marks.exec(text) ?? []
    if (!name || readerOf.get(name) !== cookie) return
    const times = readAt.get(name) ?? new Map<string, number>()
    readAt.set(name, times)
    if (!times.has(messageId)) times.set(messageId, atMs)
  })
  subscribers.set(cookie, reader)
}

const readerOf = new Map<string, string>()
let next = 0
async function say(way: Way, counted: boolean): Promise<void> {
  const pair = pairs[next++ % pairs.length] as Pair
  const [from, to] = next % 2 === 0 ? [pair.one, pair.other] : [pair.other, pair.one]
  const name = `${way}-${run}-${next}`
  readerOf.set(name, to.cookie)
  if (counted) toldAt[way].push(name)
  sentAt.set(name, performance.timeOrigin + performance.now())
  if (way === 'in')
    await slack.act.postMessage({ user_id: from.slackUserId, channel_id: pair.slackChannelId, text: `Said in Slack: ${name}.` })
  else {
    const send = { clientId: newId<ClientMutationId>(), channelId: pair.channelId, text: `Said in Atrium: ${name}.` }
    await subscribers.get(from.cookie)?.api.chat.sendMessage.mutate(send)
  }
}

/** At the rate asked for, each way. */
async function sayAll(forSeconds: number, counted: boolean): Promise<void> {
  const saying: Promise<void>[] = []
  const from = performance.now()
  const total = perSecond * forSeconds
  let said = 0
  while (said < total) {
    const due = Math.min(total, Math.floor(((performance.now() - from) / 1000) * perSecond))
    for (; said < due; said++) saying.push(...ways.map((way) => say(way, counted)))
    await sleep(1)
  }
  await Promise.all(saying)
}

interface SlackSide {
  /** When the sandbox first sent the event of a message. */
  eventAt: Map<string, number>
  /** When each call that posted a message was done with. */
  callsAt: Map<string, number[]>
}
let callsSeen = (await slack.log({})).at(-1)?.n ?? 0
const lastDelivery = (await slack.deliveries({})).at(-1)?.n ?? 0
const slackSide: SlackSide = { eventAt: new Map(), callsAt: new Map() }
async function readSlackSide(): Promise<void> {
  for (const delivery of await slack.deliveries({ since: lastDelivery })) {
    const [name] = marks.exec(JSON.stringify(delivery.payload)) ?? []
    const at = delivery.attempts[0]?.at
    if (name && at !== undefined && !slackSide.eventAt.has(name)) slackSide.eventAt.set(name, at)
  }
  for (const call of await slack.log({ since: callsSeen, method: 'chat.postMessage' })) {
    callsSeen = call.n
    const [name] = marks.exec(JSON.stringify(call.args)) ?? []
    if (name && call.ok) slackSide.callsAt.set(name, [...(slackSide.callsAt.get(name) ?? []), call.at])
  }
}

/** Everything has arrived, or nothing more will. */
async function settle(): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    await sleep(250)
    await readSlackSide()
    const isOver = toldAt.in.every((name) => readAt.has(name)) && toldAt.out.every((name) => slackSide.callsAt.has(name))
    if (isOver || performance.now() > until) break
  }
  // Whatever comes twice comes a little later.
  await sleep(1_000)
  await readSlackSide()
}

function figuresOf(way: Way): Record<string, number> {
  const names = toldAt[way]
  if (names.length === 0) return {}
  const arrivals = (name: string) => (way === 'in' ? [...(readAt.get(name)?.values() ?? [])] : (slackSide.callsAt.get(name) ?? []))
  const startOf = (name: string) => (way === 'in' ? slackSide.eventAt.get(name) : sentAt.get(name)) ?? Number.NaN
  const late = names.flatMap((name) =>
    arrivals(name)
      .slice(0, 1)
      .map((at) => at - startOf(name)),
  )
  const figures = {
    p50Ms: round(percentile(late, 0.5)),
    p95Ms: round(percentile(late, 0.95)),
    p99Ms: round(percentile(late, 0.99)),
    delivered: round(late.length / names.length, 5),
    doubled: names.filter((name) => arrivals(name).length > 1).length,
  }
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${way} ${name}`, value]))
}

await sayAll(WARM_SECONDS, false)
await sleep(1_500)
await mark(STARTED)
await sayAll(seconds, true)
await settle()
console.log(JSON.stringify({ ...figuresOf('in'), ...figuresOf('out') }))
process.exit(0)
