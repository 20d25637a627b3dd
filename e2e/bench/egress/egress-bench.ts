import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '@atrium/db/embedded.ts'
import { migrate } from '@atrium/db/migrate.ts'
import { createDatabase } from '../atrium/create-database.ts'
import { fetchPeer } from '../measure/peer.ts'
import { runRounds, type BenchReport } from '../measure/rounds.ts'
import { runProgram } from '../measure/run-load.ts'

const here = import.meta.dirname

/** Lanes drained by one worker; every run on a database of its own. */
export async function benchEgress(rounds: number): Promise<BenchReport> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'atrium-bench-'))
  const cluster = await startEmbeddedPostgres({ dataFolder })
  let number = 0
  const fresh = () => createDatabase(cluster.url, `bench_${number++}`)
  try {
    return await runRounds(
      'egress, 2,000 lanes',
      [
        {
          name: 'batched lease with skip locked, nothing else (the limit)',
          measure: async () => runProgram(join(here, 'lanes-raw.ts'), [await fresh()]),
        },
        {
          name: "Atrium's lanes",
          measure: async () => {
            const url = await fresh()
            await migrate(url)
            return runProgram(join(here, 'lanes-atrium.ts'), [url])
          },
        },
        {
          name: 'graphile-worker 0.16, a queue per lane',
          measure: async () => {
            const folder = await fetchPeer('graphile-worker', { 'graphile-worker': '0.16.6' })
            return runProgram(join(here, 'lanes-graphile.ts'), [await fresh(), folder])
          },
        },
      ],
      rounds,
    )
  } finally {
    await cluster.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
}
