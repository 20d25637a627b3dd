import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { mark } from '../measure/mark.ts'
import { STARTED, WARM_SECONDS } from '../measure/measure-load.ts'
import { percentile, round } from '../measure/statistics.ts'
import { WIRES } from './wires.ts'

/**
 * Messages at a steady rate from a few senders; how long until the first subscriber reads each, and how many of all that
 * are due arrive at all subscribers. Text frames are searched for the message's mark, not parsed, alike for every protocol.
 */
export interface ChatLoad {
  protocol: keyof typeof WIRES
  url: string
  subscribers: number
  perSecond: number
  seconds: number
  cookies?: string[]
  channelId?: string
}
const options = JSON.parse(process.argv[2] ?? '{}') as ChatLoad
const wire = WIRES[options.protocol](options)
const sentAt = new Map<string, number>()
const latencies: number[] = []
let arrivals = 0
let bytes = 0
const mention = /#(\d+)#/g

function open(index: number): Promise<WebSocket> {
  const cookie = options.cookies?.[index % options.cookies.length] ?? ''
  const socket = new WebSocket(`${options.url.replace('http', 'ws')}${wire.path}`, {
    perMessageDeflate: false,
    headers: { cookie, origin: options.url.replace('ws', 'http') },
  })
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
    socket.on('close', (code, reason) => console.error(`socket ${index} closed: ${code} ${reason.toString()}`))
  })
}

function listen(socket: WebSocket, measures: boolean): void {
  wire.subscribe(socket)
  socket.on('message', (data: Buffer) => {
    bytes += data.length
    for (const [, number = ''] of data.toString('latin1').matchAll(mention)) {
      arrivals += 1
      const at = measures ? sentAt.get(number) : undefined
      if (at !== undefined) latencies.push(performance.now() - at)
    }
  })
}

const subscribers = await Promise.all(Array.from({ length: options.subscribers }, (_, index) => open(index)))
subscribers.forEach((socket, index) => listen(socket, index === 0))
const senders = await Promise.all(Array.from({ length: 5 }, (_, index) => open(index)))
for (const sender of senders) if (options.protocol === 'socketio') wire.subscribe(sender)
await sleep(500)

/** So many messages, at the rate asked for. */
async function send(count: number, textOf: (number: number) => string): Promise<void> {
  const from = performance.now()
  let sent = 0
  while (sent < count) {
    const due = Math.min(count, Math.floor(((performance.now() - from) / 1000) * options.perSecond))
    for (; sent < due; sent++) {
      sentAt.set(String(sent), performance.now())
      senders[sent % senders.length]?.send(wire.send(sent, textOf(sent)))
    }
    await sleep(1)
  }
}

await send(options.perSecond * WARM_SECONDS, () => 'A message of the load that nobody counts, to warm up.')
await sleep(500)
await mark(STARTED)
bytes = 0
const wanted = options.perSecond * options.seconds
await send(wanted, (number) => `Message #${number}# of the load, as long as people write.`)
await sleep(1500)
console.log(
  JSON.stringify({
    p50Ms: round(percentile(latencies, 0.5)),
    p99Ms: round(percentile(latencies, 0.99)),
    delivered: round(arrivals / (wanted * options.subscribers), 4),
    kBPerSecondPerClient: round(bytes / 1024 / options.seconds / options.subscribers),
  }),
)
process.exit(0)
