import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { newId, type OrganizationId } from '@atrium/shared/ids.ts'
import { round } from '../measure/statistics.ts'
import { connectWire } from './wires.ts'

/**
 * Tells another process, `hear.ts`, that feeds have moved: first at a steady rate for how late a hint comes, then as fast as they
 * arrive. `argv[2]` database, `argv[3]` which wire, `argv[4]`, `argv[5]`: hints a second, and for how many seconds.
 */
const [, , databaseUrl = '', name = '', perSecond, forSeconds] = process.argv
/** More than can be on the way: hints of one organization within a few milliseconds would go as one. */
const ORGANIZATIONS = 5_000
const MOST_ON_THE_WAY = 2_000
const organizations = Array.from({ length: ORGANIZATIONS }, () => newId<OrganizationId>())
const heads = new Map<OrganizationId, number>()
const wire = await connectWire(databaseUrl, name)
const hearer = fork(join(import.meta.dirname, 'hear.ts'), [databaseUrl, name])
await once(hearer, 'message')
let number = 0

/** The head is the time, in microseconds, so that whoever hears it knows how old it is. */
function tellNext(): void {
  const organizationId = organizations[number++ % ORGANIZATIONS] as OrganizationId
  const nowMicroseconds = Math.round((performance.timeOrigin + performance.now()) * 1000)
  const head = Math.max(nowMicroseconds, (heads.get(organizationId) ?? 0) + 1)
  heads.set(organizationId, head)
  wire.tell(organizationId, head)
}

async function tellSteadily(seconds: number): Promise<void> {
  const from = performance.now()
  const total = Number(perSecond) * seconds
  let told = 0
  while (told < total) {
    const due = Math.min(total, Math.floor(((performance.now() - from) / 1000) * Number(perSecond)))
    for (; told < due; told++) tellNext()
    await sleep(1)
  }
  await sleep(500)
}

interface Heard {
  heard: number
  p50Ms: number
  p99Ms: number
}
async function ask(): Promise<Heard> {
  hearer.send('what have you heard?')
  const [heard] = (await once(hearer, 'message')) as [Heard]
  return heard
}

/** Never more on the way than the other side can take: how many arrive a second. */
async function tellAsFastAsHeard(seconds: number): Promise<number> {
  const from = performance.now()
  let heard = 0
  let told = 0
  while (performance.now() - from < seconds * 1000) {
    while (told - heard < MOST_ON_THE_WAY) {
      tellNext()
      told += 1
    }
    await sleep(1)
    heard += (await ask()).heard
  }
  return heard / ((performance.now() - from) / 1000)
}

await tellSteadily(1)
await ask()
await tellSteadily(Number(forSeconds))
const { p50Ms, p99Ms } = await ask()
const hintsPerSecond = await tellAsFastAsHeard(3)
console.log(JSON.stringify({ p50Ms: round(p50Ms), p99Ms: round(p99Ms), hintsPerSecond: round(hintsPerSecond) }))
process.exit(0)
