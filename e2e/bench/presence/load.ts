import { setTimeout as sleep } from 'node:timers/promises'
import { cellAt, EVERYTHING, seesCell } from '@atrium/shared/space/interest.rules.ts'
import { mark } from '../measure/mark.ts'
import { FEW, MANY, STARTED, WARM_SECONDS } from '../measure/measure-load.ts'
import { percentile, round } from '../measure/statistics.ts'
import { FEW_PART } from './few-part.ts'
import { joinAtrium } from './join-atrium.ts'
import { joinColyseus } from './join-colyseus.ts'
import { joinRaw, joinRawJson } from './join-raw.ts'
import { joinSocketIo } from './join-socket-io.ts'
import { joinTrpc } from './join-trpc.ts'
import type { Join, Joined, JoinOptions, Protocol } from './join.ts'
import { Walker } from './walker.ts'

/**
 * `node load.ts '{"protocol":"raw","url":…,"clients":500,"seconds":8}'`: everyone moves at 10 Hz; one client parses all that it gets and
 * tells how late each move was and how many came; the others count bytes. Prints one line of JSON.
 */
const options = JSON.parse(process.argv[2] ?? '{}') as JoinOptions & { clients: number; seconds: number }
const JOINS: Record<Protocol, Join> = {
  raw: joinRaw,
  'raw-json': joinRawJson,
  atrium: joinAtrium,
  socketio: joinSocketIo,
  colyseus: joinColyseus,
  trpc: joinTrpc,
}
const join = JOINS[options.protocol]
const walkers = new Map<number, Walker>()
const latencies: number[] = []
let bytes = 0
let updates = 0
let measuring = false
let startedAt = Infinity

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
  if (index + 1 === Math.round(options.clients * FEW_PART)) await idle(FEW)
}
await idle(MANY)
for (const client of clients) walkers.set(client.slot, new Walker(client.x, client.y))

/** Lets what joining has set going come to rest. */
async function idle(name: string): Promise<void> {
  await sleep(500)
  await mark(name)
}

function arrived(slot: number, x: number, y: number): void {
  const walker = walkers.get(slot)
  const late = walker?.arrived(x, y) ?? null
  if (!measuring || late === null || performance.now() - late < startedAt) return
  updates += 1
  latencies.push(late)
}

const walking: NodeJS.Timeout[] = []
function startWalking(client: Joined): void {
  walking.push(
    setInterval(() => {
      const place = walkers.get(client.slot)?.next()
      if (place) client.move(place.x, place.y)
    }, 100),
  )
}
for (const [index, client] of clients.entries()) setTimeout(() => startWalking(client), (index / clients.length) * 100)
await sleep(WARM_SECONDS * 1000)
await mark(STARTED)
measuring = true
startedAt = performance.now()
const sentBefore = sentInSight()
await sleep(options.seconds * 1000)
walking.forEach((timer) => clearInterval(timer))
const sent = sentInSight() - sentBefore
await sleep(300)
const seconds = (performance.now() - startedAt) / 1000
/** By those whom the client that looks can see. */
function sentInSight(): number {
  const area = clients[0]?.area ?? EVERYTHING
  const seen = clients.filter((client) => seesCell(area, cellAt(client)))
  return seen.reduce((sum, { slot }) => sum + (walkers.get(slot)?.sent ?? 0), 0)
}
console.log(
  JSON.stringify({
    p50Ms: round(percentile(latencies, 0.5)),
    p99Ms: round(percentile(latencies, 0.99)),
    delivered: round(Math.min(1, updates / sent), 4),
    kBPerSecondPerClient: round(bytes / 1024 / seconds / clients.length),
    // Who sees a part of the map gets other updates than the one that looks.
    ...(clients[0]?.area ? {} : { bytesPerUpdate: round(bytes / clients.length / Math.max(1, updates)) }),
  }),
)
process.exit(0)
