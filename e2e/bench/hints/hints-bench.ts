import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '@atrium/db/embedded.ts'
import { runRounds, type BenchReport, type BenchRun, type Cell } from '../measure/rounds.ts'
import { runProgram } from '../measure/run-load.ts'

const SECONDS = 5

/** How one process of Atrium tells another that a feed has moved. There is no goal: a hint that is lost costs a second, since everybody polls. */
export async function benchHints({ rounds, load: perSecond, seconds }: BenchRun): Promise<BenchReport> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'atrium-bench-'))
  const cluster = await startEmbeddedPostgres({ dataFolder })
  const cell = (id: string, name: string): Cell => ({
    id,
    name,
    measure: () => runProgram(join(import.meta.dirname, 'tell.ts'), [cluster.url, id, String(perSecond), String(seconds ?? SECONDS)]),
  })
  try {
    const title = `Hints: from one process to another over Postgres, ${perSecond}/s`
    return await runRounds({ bench: 'hints', title, load: perSecond, rounds }, [
      cell('notify', 'LISTEN and one `NOTIFY` for each hint (256 bytes)'),
      cell('atrium', 'Atrium’s bus: LISTEN, hints of 5 ms in one `NOTIFY`'),
    ])
  } finally {
    await cluster.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
}
