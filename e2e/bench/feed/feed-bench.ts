import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '@atrium/db/embedded.ts'
import { migrate } from '@atrium/db/migrate.ts'
import { runRounds, type BenchReport, type Cell } from '../measure/rounds.ts'
import { runProgram } from '../measure/run-load.ts'

/** What numbering every change costs the writers: commits a second of ten, with row security on for all alike. */
export async function benchFeed(rounds: number): Promise<BenchReport> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'atrium-bench-'))
  const cluster = await startEmbeddedPostgres({ dataFolder })
  const cell = (name: string, ...args: string[]): Cell => ({
    name,
    measure: () => runProgram(join(import.meta.dirname, 'commits.ts'), [cluster.url, ...args]),
  })
  try {
    await migrate(cluster.url)
    const cells = [
      cell('one insert a commit, no feed (the limit)', 'plain', 'many'),
      cell('Atrium: insert and change, ten organizations', 'feed', 'many'),
      cell('Atrium: insert and change, all in one organization', 'feed', 'one'),
      cell('NOTIFY inside the transaction instead', 'notify', 'many'),
    ]
    return await runRounds('feed, ten writers', cells, rounds)
  } finally {
    await cluster.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
}
