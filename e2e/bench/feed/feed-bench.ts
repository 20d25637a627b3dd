import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '@atrium/db/embedded.ts'
import { migrate } from '@atrium/db/migrate.ts'
import { runRounds, type BenchReport, type BenchRun, type Cell } from '../measure/rounds.ts'
import { runProgram } from '../measure/run-load.ts'

const SECONDS = 4

/** What numbering every change costs the writers: commits a second, with row security on for all alike. */
export async function benchFeed({ rounds, load: writers, seconds }: BenchRun): Promise<BenchReport> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'atrium-bench-'))
  const cluster = await startEmbeddedPostgres({ dataFolder })
  const cell = (id: string, name: string, ...how: string[]): Cell => ({
    id,
    name,
    measure: () => runProgram(join(import.meta.dirname, 'commits.ts'), [cluster.url, ...how, String(writers), String(seconds ?? SECONDS)]),
  })
  try {
    await migrate(cluster.url)
    const cells = [
      cell('limit', 'one insert a commit, no feed (the limit)', 'plain', 'many'),
      cell('atrium', `Atrium: insert and change, ${writers} organizations`, 'feed', 'many'),
      cell('atrium-one', 'Atrium: insert and change, all in one organization', 'feed', 'one'),
      cell('notify', '`NOTIFY` inside the transaction instead of a change', 'notify', 'many'),
    ]
    return await runRounds({ bench: 'feed', title: `Feed: commits a second of ${writers} writers`, load: writers, rounds }, cells)
  } finally {
    await cluster.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
}
