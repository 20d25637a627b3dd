import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { percentile, round } from '../measure/statistics.ts'

/**
 * Messages at a steady rate from a few senders; how long until the first subscriber reads each, and how many of all that
 * are due arrive at all subscribers. Text frames are searched for the message's mark, not parsed, alike for every protocol.
 */
interface Options {
  protocol: 'raw' | 'trpc' | 'atrium'
  url: string
  subscribers: number
  perSecond: number
  seconds: number
  cookies?: string[]
  channelId?: string
}
const options = JSON.parse(process.argv[2] ?? '{}') as Options
const path = options.protocol === 'atrium' ? '/trpc' : ''
const sentAt = new Map<string, number>()
const latencies: number[] = []
let arrivals = 0
const mark = /#(\d+)#/g

function open(index: number): Promise<WebSocket> {
  const cookie = options.cookies?.[index % options.cookies.length] ?? ''
  const socket = new WebSocket(`${options.url.replace('http', 'ws')}${path}`, {
    perMessageDeflate: false,
    headers: { cookie, origin: options.url.replace('ws', 'http') },
  })
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
    socket.on('close', (code, reason) => console.error(`socket ${index} closed: ${code} ${reason.toString()}`))
  })
}

function subscribe(socket: WebSocket, measures: boolean): void {
  if (options.protocol !== 'raw') {
    const procedure = options.protocol === 'trpc' ? { path: 'changes' } : { path: 'realtime.changes', input: {} }
    socket.send(JSON.stringify({ id: 1, jsonrpc: '2.0', method: 'subscription', params: procedure }))
  }
  socket.on('message', (data: Buffer) => {
    const text = data.toString('latin1')
    for (const [, number = ''] of text.matchAll(mark)) {
      arrivals += 1
      const at = measures ? sentAt.get(number) : undefined
      if (at !== undefined) latencies.push(performance.now() - at)
    }
  })
}

function frameOf(number: number): string {
  const text = `Message #${number}# of the load, as long as people write.`
  if (options.protocol === 'raw') return JSON.stringify({ id: number, text })
  const input = options.protocol === 'trpc' ? { text } : { clientId: crypto.randomUUID(), channelId: options.channelId, text }
  return JSON.stringify({
    id: number + 10,
    jsonrpc: '2.0',
    method: 'mutation',
    params: { path: options.protocol === 'trpc' ? 'send' : 'chat.sendMessage', input },
  })
}

const subscribers = await Promise.all(Array.from({ length: options.subscribers }, (_, index) => open(index)))
subscribers.forEach((socket, index) => subscribe(socket, index === 0))
const senders = await Promise.all(Array.from({ length: 5 }, (_, index) => open(index)))
await sleep(1000)
console.log('started')

const wanted = options.perSecond * options.seconds
const startedAt = performance.now()
let sent = 0
while (sent < wanted) {
  const due = Math.min(wanted, Math.floor(((performance.now() - startedAt) / 1000) * options.perSecond))
  for (; sent < due; sent++) {
    sentAt.set(String(sent), performance.now())
    senders[sent % senders.length]?.send(frameOf(sent))
  }
  await sleep(1)
}
await sleep(1500)
console.log(
  JSON.stringify({
    p50Ms: round(percentile(latencies, 0.5)),
    p99Ms: round(percentile(latencies, 0.99)),
    delivered: round(arrivals / (wanted * options.subscribers), 4),
  }),
)
process.exit(0)
