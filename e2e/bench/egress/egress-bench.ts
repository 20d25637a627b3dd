import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '@atrium/db/embedded.ts'
import { migrate } from '@atrium/db/migrate.ts'
import { createDatabase } from '../atrium/create-database.ts'
import { fetchPeer } from '../measure/peers.ts'
import { runRounds, type BenchReport, type BenchRun, type Cell } from '../measure/rounds.ts'
import { runProgram } from '../measure/run-load.ts'

const SECONDS = 6

/** Lanes drained by one worker, then calls on free lanes at a steady rate; every run on a database of its own. */
export async function benchEgress({ rounds, load: perSecond, seconds }: BenchRun): Promise<BenchReport> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'atrium-bench-'))
  const cluster = await startEmbeddedPostgres({ dataFolder })
  const rate = [String(perSecond), String(seconds ?? SECONDS)]
  let number = 0
  const fresh = () => createDatabase(cluster.url, `bench_${number++}`)
  const run = async (file: string, url: string, ...args: string[]) => runProgram(join(import.meta.dirname, file), [url, ...args, ...rate])
  const raw = (id: string, name: string, how: string): Cell => ({ id, name, measure: async () => run('lanes-raw.ts', await fresh(), how) })
  const graphile = (id: string, name: string, how: string): Cell => ({
    id,
    name,
    measure: async () => run('lanes-graphile.ts', await fresh(), await fetchPeer('graphile-worker'), how),
  })
  const own = async () => {
    const url = await fresh()
    await migrate(url)
    return run('lanes-atrium.ts', url)
  }
  try {
    return await runRounds(
      { bench: 'egress', title: `Lanes: 2,000 drained by one worker; commit → call at ${perSecond}/s`, load: perSecond, rounds },
      [
        raw('limit', 'batched lease with skip locked, woken by LISTEN, nothing else (the limit)', 'listen'),
        { id: 'atrium', name: 'Atrium’s lanes, in order', measure: own },
        graphile('graphile-queues', 'graphile-worker 0.18, a queue per lane, in order', 'queues'),
        graphile('graphile', 'graphile-worker 0.18, plain, order lost', 'plain'),
        graphile('graphile-local', 'graphile-worker 0.18, local queue, order lost', 'local'),
        raw('single', 'one row at a time', 'single'),
        raw('poll', 'polling every 100 ms', 'poll'),
      ],
    )
  } finally {
    await cluster.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
}
