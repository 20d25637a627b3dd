import { percentile } from '../measure/statistics.ts'
import { connectWire } from './wires.ts'

/** The other end: says on request what it has heard since it was last asked, and how late it was. */
const [, , databaseUrl = '', name = ''] = process.argv
const wire = await connectWire(databaseUrl, name)
let late: number[] = []
wire.onTold((_organizationId, head) => {
  late.push(performance.timeOrigin + performance.now() - head / 1000)
})
process.on('message', () => {
  process.send?.({ heard: late.length, p50Ms: percentile(late, 0.5), p99Ms: percentile(late, 0.99) })
  late = []
})
process.on('disconnect', () => process.exit(0))
setTimeout(() => process.send?.('listening'), 500)
