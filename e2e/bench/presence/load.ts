import { setTimeout as sleep } from 'node:timers/promises'
import { percentile, round } from '../measure/statistics.ts'
import { joinAtrium, joinColyseus, joinRaw, joinSocketIo, type Joined, type JoinOptions } from './join.ts'
import { Walker } from './walker.ts'

/**
 * `node load.ts '{"protocol":"raw","url":…,"clients":500,"seconds":8}'`: everyone moves at 10 Hz; one client parses all that it gets and
 * tells how late each move was and how many came; the others count bytes. Prints one line of JSON.
 */
const options = JSON.parse(process.argv[2] ?? '{}') as JoinOptions & { clients: number; seconds: number }
const join = { raw: joinRaw, atrium: joinAtrium, socketio: joinSocketIo, colyseus: joinColyseus }[options.protocol]
const walkers = new Map<number, Walker>()
const latencies: number[] = []
let bytes = 0
let updates = 0
let measuring = false

const clients: Joined[] = []
for (let index = 0; index < options.clients; index++) {
  clients.push(
    await join(options, index, {
      bytes: (count) => {
        if (measuring) bytes += count
      },
      moved: index === 0 ? arrived : null,
    }),
  )
}
for (const client of clients) walkers.set(client.slot, new Walker(client.x, client.y))

function arrived(slot: number, x: number, y: number): void {
  const late = walkers.get(slot)?.arrived(x, y) ?? null
  if (!measuring || late === null) return
  updates += 1
  latencies.push(late)
}

await sleep(500)
console.log('started')
measuring = true
const startedAt = performance.now()
const timers = clients.map((client, index) => setTimeout(() => startWalking(client), (index / clients.length) * 100))
const walking: NodeJS.Timeout[] = []
function startWalking(client: Joined): void {
  walking.push(
    setInterval(() => {
      const place = walkers.get(client.slot)?.next()
      if (place) client.move(place.x, place.y)
    }, 100),
  )
}
await sleep(options.seconds * 1000)
walking.forEach((timer) => clearInterval(timer))
timers.forEach((timer) => clearTimeout(timer))
await sleep(300)
const seconds = (performance.now() - startedAt) / 1000
const sent = [...walkers.values()].reduce((sum, walker) => sum + walker.sent, 0)
const others = sent - (walkers.get(clients[0]?.slot ?? -1)?.sent ?? 0)
console.log(
  JSON.stringify({
    p50Ms: round(percentile(latencies, 0.5)),
    p99Ms: round(percentile(latencies, 0.99)),
    delivered: round(Math.min(1, updates / others), 4),
    kBPerSecondPerClient: round(bytes / 1024 / seconds / clients.length),
    bytesPerUpdate: round(bytes / clients.length / Math.max(1, updates)),
  }),
)
process.exit(0)
